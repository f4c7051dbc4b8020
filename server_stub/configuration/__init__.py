"""A company as a folder of files: people, object types, flows, and what happened before.

`folder.read_company` turns the files into a `Company` and finds everything wrong with each file;
`references.check` finds what only shows against the rest of the company; `differences` says what
applying it changes. Nothing here touches the database: `operations.apply` does.
"""
