# The embedded service in a container:
#
#   docker compose up
#
# It listens for everybody who reaches the port, and therefore wants credentials of its own: see compose.yaml.
FROM python:3.13-slim AS built
WORKDIR /source
COPY . .
RUN python -m venv /opt/service && /opt/service/bin/pip install --no-cache-dir ".[cli,fleet,otel]"

FROM python:3.13-slim
COPY --from=built /opt/service /opt/service
ENV PATH=/opt/service/bin:$PATH PYTHONUNBUFFERED=1
RUN useradd --system --uid 10001 --create-home --home-dir /data service
USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 8765
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s CMD ["python", "-c", "import socket; socket.create_connection(('127.0.0.1', 8765), 2).close()"]
CMD ["twilio-chat", "serve", "--host", "0.0.0.0", "--port", "8765", "--database", "/data/service.sqlite"]
