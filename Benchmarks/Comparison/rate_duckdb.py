"""Runs duckdb.sql: rate_duckdb.py CATALOGUE CALLS.csv.gz RESULT.csv"""
import os, sys
import duckdb

connection = duckdb.connect()
for name, value in zip(("catalogue", "calls", "result"), sys.argv[1:], strict=True):
    connection.execute(f"SET VARIABLE {name} = '" + value.replace("'", "''") + "'")
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "duckdb.sql")) as sql:
    connection.execute(sql.read())
