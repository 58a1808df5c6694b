"""The defaults against scikit-learn's on real tables that packages ship: `make tables`.

catalogue  the tables: where each comes from and what is learned; which of them choose and which judge
reading    a table as a data set
contest    one table, one split: our default recipe and scikit-learn's network on the same rows
page       docs/defaults.md
"""
