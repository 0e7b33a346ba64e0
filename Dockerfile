# The monitor as an image: /data holds monitor.yaml, monitor.db and .env, /watchlists the desk's YAML.
#
# Python 3.11 on bookworm is also what Debian itself ships there, so that scripts/build-image can
# build and try this file where no image registry is in reach.
FROM python:3.11-slim-bookworm AS build

ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src

COPY requirements/run.txt requirements/build.txt requirements/
RUN python3 -m venv /opt/monitor \
    && /opt/monitor/bin/pip install --require-hashes -r requirements/run.txt \
    && python3 -m venv /opt/build \
    && /opt/build/bin/pip install --require-hashes -r requirements/build.txt

COPY pyproject.toml README.md LICENSE ./
COPY monitor monitor
COPY notifiers notifiers
RUN /opt/build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /opt/build/wheels . \
    && /opt/monitor/bin/pip install --no-deps /opt/build/wheels/*.whl \
    && /opt/monitor/bin/python -m compileall -q /opt/monitor/lib \
    && /opt/monitor/bin/pip uninstall --yes pip setuptools


FROM python:3.11-slim-bookworm

RUN groupadd --gid 10001 monitor \
    && useradd --uid 10001 --gid monitor --home-dir /data --no-create-home --shell /usr/sbin/nologin monitor \
    && install --directory --owner monitor --group monitor /data /watchlists

COPY --from=build /opt/monitor /opt/monitor
COPY --chown=monitor:monitor watchlists /watchlists

ENV PATH=/opt/monitor/bin:$PATH PYTHONUNBUFFERED=1
USER 10001:10001
WORKDIR /data
VOLUME ["/data", "/watchlists"]

HEALTHCHECK --interval=1m --timeout=10s --start-period=1m \
    CMD ["monitor", "--watchlists", "/watchlists", "status"]
ENTRYPOINT ["monitor", "--watchlists", "/watchlists"]
CMD ["run"]
