# One process, one core: run more containers, not more workers (.deploy/README.md).
FROM python:3.11.14-slim-bookworm

ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 HOME=/tmp
WORKDIR /app

# Only what the app needs to run, to the last byte: a package that is not the one that was tested ends the build.
COPY .deploy/requirements.lock .
RUN pip install --no-cache-dir --root-user-action=ignore --only-binary=:all: --require-hashes -r requirements.lock \
 && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin dashboard

COPY .streamlit .streamlit
COPY app.py .
COPY data data
COPY finance finance
COPY pages pages
# Compiled here, because the file system is read-only later; a broken data folder ends the build with its lines.
RUN python -m compileall -q app.py finance pages && python -m finance check

USER 10001
EXPOSE 8501
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8501/_stcore/health', timeout=2)"]
CMD ["python", "-m", "streamlit", "run", "app.py", "--server.address=0.0.0.0", "--server.port=8501"]
