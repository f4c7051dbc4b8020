"""The routes, one module a resource: parse, call an operation or a view, answer."""
