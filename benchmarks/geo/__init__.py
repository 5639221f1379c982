"""What the street side of a metropolis costs: stepfree, the bare kernels, and a plain GeoPandas script, on one city."""
