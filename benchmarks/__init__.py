"""Learnscope beside its peers: same data, networks, batches and rates, in one go, in interleaved rounds."""
