"""征地项目登记: a project is filed with its land, its terms and who pays."""
