"""A company to look at: the folder `company` holds it whole, `loader` puts it into a server."""
