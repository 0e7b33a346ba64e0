"""Trials within the test's own process."""

from monitor.workers.trial import Trial, Tried, run_trial


class TrialsHere:
    """Does what `TrialProcess` does, without another process."""

    async def __call__(self, trial: Trial) -> Tried | None:
        return await run_trial(trial)

    def stop(self) -> None:
        return
