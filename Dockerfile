# The build stage runs on the architecture it builds for: --use-current-runtime picks the matching runtime for ahead-of-time
# compilation (ReadyToRun), which shortens the start.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source

# Packages first: this layer is reused until a project file or a version changes.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY src/NoyoEmulator/NoyoEmulator.csproj src/NoyoEmulator/
RUN dotnet restore src/NoyoEmulator --use-current-runtime -p:PublishReadyToRun=true

# The version of a release, 0.1.0; there is no git folder here to get it from. Not VERSION, which MSBuild would read from the environment.
ARG EMULATOR_VERSION=

COPY . .
RUN dotnet publish src/NoyoEmulator --no-restore --configuration Release --use-current-runtime --no-self-contained \
    -p:PublishReadyToRun=true -p:MinVerVersionOverride="$EMULATOR_VERSION" --output /app \
    && mkdir /data /link \
    && ln -s /app/NoyoEmulator /link/noyo-emulator

# No shell, no package manager, not root.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
WORKDIR /app
COPY --from=build /app .
# The program by the name that people know: docker exec NAME noyo-emulator status.
COPY --from=build /link/ /usr/local/bin/
COPY --from=build --chown=$APP_UID:$APP_UID /data /data

# SQLITE_TMPDIR: SQLite's passing files go to the one folder that is writable for certain.
# DOTNET_EnableDiagnostics: the runtime's diagnostic sockets would be files outside /data.
# DOTNET_gcConcurrent: the heap is small, so a thread for concurrent collections costs more than it saves.
# DOTNET_GCgen0size: 16 MiB of garbage until the first collection, in hexadecimal; else the size of the processor's cache decides.
ENV ASPNETCORE_HTTP_PORTS=8080 \
    Emulator__DataDirectory=/data \
    SQLITE_TMPDIR=/data \
    DOTNET_EnableDiagnostics=0 \
    DOTNET_gcConcurrent=0 \
    DOTNET_GCgen0size=0x1000000

USER $APP_UID
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=5s --start-period=10s --retries=3 CMD ["dotnet", "NoyoEmulator.dll", "probe"]
ENTRYPOINT ["dotnet", "NoyoEmulator.dll"]
