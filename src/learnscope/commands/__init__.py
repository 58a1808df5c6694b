"""The commands below `learnscope`, one per module: thin, and what one needs is loaded when it runs."""
