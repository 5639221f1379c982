"""Settings of every test: examples that take long on a busy machine are no fault of the code."""

from hypothesis import HealthCheck, settings

settings.register_profile("stepfree", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("stepfree")
