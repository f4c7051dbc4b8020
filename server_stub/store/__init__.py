"""The database: tables, migrations, and the unit of work that every change goes through."""
