"""联系方式与地址变更: where somebody lives and how to reach them, at once."""
