# One image for the server, the watch and the workers of compose.yaml. The recognition models come with the packages:
# nothing is downloaded at run time.
FROM python:3.11-slim-bookworm

# libgl1 and libglib2.0-0 are what OpenCV is linked against.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install --yes --no-install-recommends libgl1 libglib2.0-0 \
 && rm -rf /var/lib/apt/lists/*

ENV PYTHONUNBUFFERED=1 \
    PREFECT_HOME=/home/digitize/.prefect

# The user is made before the sources come, so that a change of theirs leaves this layer as it is.
RUN useradd --create-home --uid 1000 digitize \
 && install --directory --owner digitize --group digitize /scans /output /home/digitize/.prefect

WORKDIR /opt/digitize

# The dependencies first, by an empty package that asks for the same: they are installed anew only when they change.
COPY pyproject.toml constraints.txt README.md ./
RUN mkdir -p src/digitize flows \
 && touch src/digitize/__init__.py flows/__init__.py \
 && pip install --no-cache-dir --constraint constraints.txt . \
 && pip uninstall --yes newspaper-digitize \
 && rm -rf src flows build

COPY src src
COPY flows flows
RUN pip install --no-cache-dir --no-deps . \
 && rm -rf build

# The server reads its settings where it starts.
COPY prefect.toml prefect.yaml ./

USER 1000
ENTRYPOINT ["digitize"]
CMD ["--help"]
