"""丧葬补助金和抚恤金申领: what a death gives to the family."""
