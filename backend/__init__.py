"""The API, the domains, the worker and the command line of Yima."""
