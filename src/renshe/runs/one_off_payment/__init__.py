"""The batch run that pays one-off benefits: what is granted once is paid once."""
