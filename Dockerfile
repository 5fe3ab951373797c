FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_ROOT_USER_ACTION=ignore

WORKDIR /srv/descent

# Dependencies change less often than the code: a layer of their own.
COPY pyproject.toml constraints.txt ./
RUN python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies'], sep='\n')" > requirements.txt \
    && pip install --no-cache-dir -c constraints.txt -r requirements.txt

COPY README.md LICENSE ./
COPY engine engine
COPY app app
COPY static static
COPY templates templates
RUN pip install --no-cache-dir --no-deps -e . \
    && python -m compileall -q engine app \
    && useradd --system --uid 10001 --no-create-home descent
# Plotly is compressed here, once, and not at every start.
ENV DESCENT_CACHE_DIR=/srv/cache
RUN descent compress

USER 10001
ENV HOST=0.0.0.0 PORT=8000 WORKERS=2
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen('http://127.0.0.1:%s/api/ready' % os.environ['PORT'], timeout=2)"]
CMD ["descent", "serve"]
