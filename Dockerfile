# The broker as a container, built from source on a machine that has only Docker:
#
#   docker build -t credential-broker .
#
# BUILD_IMAGE needs Maven 3.8 and a JDK 25; RUNTIME_IMAGE needs the GNU C library and nothing else, no shell either.
# Behind a proxy or a mirror: --secret id=maven-settings,src=settings.xml, and for its certificate
# --secret id=truststore,src=cacerts. MAVEN_SEED names an image whose root is a Maven repository; the first build
# starts with it in place of an empty one.
ARG BUILD_IMAGE=maven:3.9-eclipse-temurin-25
ARG RUNTIME_IMAGE=gcr.io/distroless/base-nossl-debian12:nonroot
ARG MAVEN_SEED=scratch

FROM ${MAVEN_SEED} AS seed

FROM ${BUILD_IMAGE} AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/m2,from=seed \
    --mount=type=secret,id=maven-settings,target=/run/secrets/settings.xml \
    --mount=type=secret,id=truststore,target=/run/secrets/truststore \
    set -eu; \
    [ ! -e /run/secrets/truststore ] || export MAVEN_OPTS=-Djavax.net.ssl.trustStore=/run/secrets/truststore; \
    settings=; [ ! -e /run/secrets/settings.xml ] || settings='-s /run/secrets/settings.xml'; \
    mvn -B -q -Dmaven.repo.local=/m2 $settings package -P shipped -pl packaging -am; \
    mkdir -p /image/usr/lib /image/etc/credential-broker /image/run/credential-broker /image/home/broker; \
    cp -r /image /sandbox; \
    mv packaging/target/image/credential-broker /image/usr/lib/; \
    mv packaging/target/credential-broker /sandbox/usr/lib/; \
    for root in /image /sandbox; do \
      sed -i 's#@HOME@#/usr/lib/credential-broker#g' $root/usr/lib/credential-broker/lib/arguments/*; \
      chmod 0700 $root/run/credential-broker $root/home/broker; \
      chown 65532:65532 $root/run/credential-broker $root/home/broker; \
    done

FROM ${RUNTIME_IMAGE} AS base
ARG VERSION=0.1.0-SNAPSHOT
LABEL org.opencontainers.image.title="credential-broker" \
      org.opencontainers.image.description="Holds AWS role sessions and serves them to local programs." \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}"
# java @broker status works wherever an exec into the container starts: in this folder, by this path.
WORKDIR /usr/lib/credential-broker/lib/arguments
ENV PATH=/usr/lib/credential-broker/runtime/bin:/usr/bin:/bin \
    HOME=/home/broker \
    XDG_CONFIG_HOME=/etc \
    XDG_STATE_HOME=/run/credential-broker \
    AWS_CONFIG_FILE=/etc/credential-broker/aws-config \
    AWS_SHARED_CREDENTIALS_FILE=/etc/credential-broker/aws-credentials \
    CREDENTIAL_BROKER_RUNTIME_DIR=/run/credential-broker
USER 65532:65532
STOPSIGNAL SIGTERM

# The broker with an offline AWS, to try it out: docker build --target sandbox -t credential-broker-sandbox .
FROM base AS sandbox
LABEL org.opencontainers.image.title="credential-broker-sandbox" \
      org.opencontainers.image.description="A credential broker with an offline AWS. Its credentials open nothing."
COPY --from=build /sandbox/ /
ENTRYPOINT ["/usr/lib/credential-broker/runtime/bin/java", "@/usr/lib/credential-broker/lib/arguments/brokerd-sandbox", "--sandbox"]

FROM base
COPY --from=build /image/ /
EXPOSE 9780
HEALTHCHECK --interval=15s --timeout=10s --start-period=10s --retries=3 \
  CMD ["/usr/lib/credential-broker/runtime/bin/java", "@/usr/lib/credential-broker/lib/arguments/ready"]
ENTRYPOINT ["/usr/lib/credential-broker/runtime/bin/java", "@/usr/lib/credential-broker/lib/arguments/brokerd"]
