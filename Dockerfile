# One image for every role: `reelwright serve` (the default), `reelwright serve --no-worker`, `reelwright worker`.
FROM python:3.12-slim AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE CHANGELOG.md requirements.lock ./
COPY src src
RUN python -m venv /opt/reelwright \
 && /opt/reelwright/bin/pip install --no-cache-dir --require-hashes --only-binary :all: --requirement requirements.lock \
 && /opt/reelwright/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.12-slim
# espeak-ng speaks the lines of the built-in engine; everything else comes with the wheels.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends espeak-ng tini \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --create-home --home-dir /var/lib/reelwright reelwright
COPY --from=build /opt/reelwright /opt/reelwright
ENV PATH=/opt/reelwright/bin:$PATH \
    REELWRIGHT_HOST=0.0.0.0 \
    REELWRIGHT_DATA_DIR=/var/lib/reelwright \
    REELWRIGHT_LOG_FORMAT=json
USER reelwright
VOLUME /var/lib/reelwright
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
# The half minute that a stopping worker gives its renders is Docker's to grant: --stop-timeout 45, or stop_grace_period.
STOPSIGNAL SIGTERM
# Engines run in processes of their own: somebody has to reap what they leave.
ENTRYPOINT ["tini", "--", "reelwright"]
CMD ["serve"]
