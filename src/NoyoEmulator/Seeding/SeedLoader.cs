using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FluentValidation;
using NoyoEmulator.Carriers;
using NoyoEmulator.Configuration;
using NoyoEmulator.Fulfillment.Connections;
using NoyoEmulator.Fulfillment.Disconnections;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.MemberRequests;
using NoyoEmulator.Fulfillment.MemberSnapshots;
using NoyoEmulator.Fulfillment.Renewals;
using NoyoEmulator.Fulfillment.Members;
using NoyoEmulator.Fulfillment.RoundTrips;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;
using NoyoEmulator.Webhooks;

namespace NoyoEmulator.Seeding;

/// <summary>A seed that was read and checked.</summary>
internal sealed class Seed(SeedLoader loader, IReadOnlyList<SeedPart> parts) : IWorldSeed
{
    /// <summary>Fills an empty world.</summary>
    /// <exception cref="SeedException">The parts of the seed do not fit together; the message says which.</exception>
    public Task FillAsync(World world, WorldEngine engine, CancellationToken cancellationToken) => loader.ApplyAsync(parts, world, engine, cancellationToken);
}

/// <summary>One document of a seed.</summary>
internal sealed record SeedPart(string Source, SeedDocument Document, JsonLines Lines)
{
    /// <summary>Refuses a part of the document.</summary>
    public SeedException Refuse(string path, string message) => new(path, message, $"{Source}, line {Lines.Find(path)}: {message}.");
}

/// <summary>The parts of a seed do not fit together.</summary>
internal sealed class SeedException(string path, string reason, string message) : ConfigurationException(message)
{
    /// <summary>The part that does not fit, as a JSON path.</summary>
    public string Path => path;

    /// <summary>What is wrong with it.</summary>
    public string Reason => reason;
}

/// <summary>Reads seeds and builds worlds from them. What a seed states happens silently: no webhooks.</summary>
internal sealed class SeedLoader(
    SnapshotIntake intake, RequestIntake requests, ConnectionProgress connections, DisconnectionProgress disconnections, IServiceProvider services, EmulatorConfiguration configuration) : IDefaultSeed
{
    private const string DefaultResource = "NoyoEmulator.Seeding.default-seed.json";

    // Made when a seed is read, which a start with the database that came with the program need not do.
    private readonly Lazy<IValidator<SeedDocument>> _validator = new(services.GetRequiredService<IValidator<SeedDocument>>);

    /// <summary>
    /// What changes whenever a world built from the seed file, or from the default data where there is none, could be another:
    /// the data, this build, and the options that decide how a snapshot goes.
    /// </summary>
    /// <exception cref="ConfigurationException">The file cannot be read.</exception>
    public string Fingerprint => Hash(Encoding.UTF8.GetBytes(
        $"{Hash(ReadDefault())} {(SeedFile is { } file ? Hash(ReadFile(file)) : "")} {typeof(SeedLoader).Assembly.ManifestModule.ModuleVersionId} "
        + $"{configuration.Emulator.RoundTrip} {configuration.Noyo}"));

    /// <summary>The JSON of the seed file; null where there is none.</summary>
    /// <exception cref="ConfigurationException">The file cannot be read.</exception>
    public byte[]? OwnFile => SeedFile is { } file ? ReadFile(file) : null;

    private string? SeedFile => configuration.Emulator.SeedFile;

    /// <summary>Reads the seed file, or the default data where there is none.</summary>
    /// <exception cref="ConfigurationException">The file cannot be used; the message names the line that is wrong.</exception>
    public IWorldSeed Load() => SeedFile is { } file ? WithDefault(Check(file, ReadFile(file))) : new Seed(this, [Default()]);

    /// <summary>A seed that was received and is valid.</summary>
    public Seed Of(JsonBody<SeedDocument> body) =>
        WithDefault(new SeedPart("the body", body.Value, JsonLines.Of(body.Bytes.ToArray())));

    /// <summary>Fills an empty world.</summary>
    /// <exception cref="SeedException">The parts of the seed do not fit together; the message says which.</exception>
    public async Task ApplyAsync(IReadOnlyList<SeedPart> parts, World world, WorldEngine engine, CancellationToken cancellationToken)
    {
        var reference = new SeedReferences();
        foreach (var part in parts)
        {
            reference.Add(part);
            await world.SetClockAsync(clock => clock.With(ClockMode.Frozen, 1, SeedTime.LongAgo), cancellationToken);
            await WriteAsync(world, session => AddReferenceData(session, part.Document), cancellationToken);
            for (var i = 0; i < (part.Document.Families?.Count ?? 0); i++)
                await AddFamilyAsync(world, part, i, cancellationToken);
            await WriteAsync(world, SeedFeeds.Add, cancellationToken);
            for (var i = 0; i < (part.Document.Snapshots?.Count ?? 0); i++)
                await AddSnapshotAsync(world, engine, part, i, cancellationToken);
            for (var i = 0; i < (part.Document.MemberRequests?.Count ?? 0); i++)
                await AddMemberRequestAsync(world, engine, part, i, cancellationToken);
            for (var i = 0; i < (part.Document.CarrierRecords?.Count ?? 0); i++)
                await AddCarrierRecordAsync(world, part, i, cancellationToken);
            await WriteAsync(world, SeedFeeds.Add, cancellationToken);
        }

        // What a rule is to do how often is meant for what comes, not for the past.
        await WriteAsync(world, RestoreBehaviors, cancellationToken);

        await WriteAsync(world, Schedule, cancellationToken);

        // Subscribers come last: what the seed states is not news to them.
        foreach (var part in parts)
            await WriteAsync(world, session => AddSubscriptions(session, part.Document), cancellationToken);
    }

    private static void AddReferenceData(WorldSession session, SeedDocument document)
    {
        foreach (var carrier in document.Carriers ?? [])
        {
            var behavior = WireJson.Write(carrier.Behavior?.ToBehavior());
            session.Rows.Insert(new Carrier
            {
                Id = Guid.Parse(carrier.Id!),
                Version = session.NewId(),
                DisplayName = carrier.DisplayName!,
                InternalName = carrier.InternalName,
                State = carrier.State ?? "US",
                LinesOfCoverage = WireJson.Write(carrier.LinesOfCoverage),
                IsListed = carrier.IsListed ?? true,
                Behavior = behavior,
                SeededBehavior = behavior,
            });
        }

        foreach (var group in document.Groups ?? [])
        {
            var groupId = Guid.Parse(group.Id!);
            session.Rows.Insert(new Group
            {
                Id = groupId,
                Version = session.NewId(),
                Created = session.Now,
                Modified = session.Now,
                OrganizationId = Guid.Parse(group.OrganizationId ?? document.OrganizationId!),
                Name = group.Name!,
                IsProtected = group.Protected == true,
                DbaName = group.DbaName,
                FederalEin = group.FederalEin,
                SicCode = group.SicCode,
            });
            foreach (var connection in group.Connections ?? [])
            {
                SeedConnections.Add(session, groupId, connection);
            }

            foreach (var disconnection in group.Disconnections ?? [])
                SeedConnections.Add(session, groupId, disconnection);
            SeedPlans.Add(session, groupId, group);
            foreach (var decision in group.RenewalDecisions ?? [])
                SeedRenewals.Add(session, groupId, decision);
            foreach (var issue in group.Issues ?? [])
                SeedIssues.Add(session, Guid.Parse(group.OrganizationId ?? document.OrganizationId!), groupId, issue);
            SeedGroupParts.Add(session, group);
        }

        SeedGroupParts.AddOrganizationCarriers(session, document);
        SeedGroupParts.AddLabels(session, document);
        SeedPartnerDocuments.Add(session, document);
    }

    private static void RestoreBehaviors(WorldSession session)
    {
        foreach (var carrier in session.Rows.All<Carrier>().Where(carrier => carrier.Behavior != carrier.SeededBehavior))
        {
            carrier.Behavior = carrier.SeededBehavior;
            session.Rows.Update(carrier, nameof(Carrier.Behavior));
        }
    }

    /// <summary>Only now: what seeded snapshots bring about is done to its end, and this is still to come.</summary>
    private void Schedule(WorldSession session)
    {
        foreach (var connection in session.Rows.Where<GroupConnection>("status IN ('created', 'processing') AND disconnected_on IS NULL ORDER BY created, id"))
            connections.Resume(session, connection);
        foreach (var disconnection in session.Rows.Where<GroupDisconnection>("status = 'processing' AND effective_end_date IS NOT NULL ORDER BY created, id"))
            disconnections.Schedule(session, disconnection);
        foreach (var renewal in session.Rows.Where<RenewalDecision>("status = 'submitted' ORDER BY created, id"))
            RenewalProgress.Expect(session, renewal);
    }

    private static void AddSubscriptions(WorldSession session, SeedDocument document)
    {
        foreach (var subscription in document.Subscriptions ?? [])
            session.Rows.Insert(Subscriptions.New(session, subscription));
    }

    private static async Task AddFamilyAsync(World world, SeedPart part, int index, CancellationToken cancellationToken) => await world.WriteAsync(
        session =>
        {
            var seed = part.Document.Families![index];
            var groupId = Guid.Parse(seed.GroupId!);
            SeedMembers.AddNameless(session, groupId, seed.Snapshot!);
            var (family, refusal) = SnapshotIntake.TakeInFamily(session, groupId, seed.Snapshot!);
            if (family is null)
                throw part.Refuse($"$.families[{index}]", refusal!.Message);
            if (SeedMembers.Locate(session, groupId, family.EmployeeId, seed.LocationId) is { } place)
                throw part.Refuse($"$.families[{index}].location_id", place);
            for (var i = 0; i < (seed.FurtherIds?.Count ?? 0); i++)
            {
                if (SeedMembers.Name(session, groupId, family.EmployeeId, seed.FurtherIds![i]) is { } name)
                    throw part.Refuse($"$.families[{index}].further_ids[{i}].{name.Field}", name.Reason);
            }

            foreach (var carrierId in family.Carriers.Where(carrierId => seed.KnownToCarriers != false && family.IsConnected(carrierId)))
            {
                // The carriers have always known the family as the platform does.
                KnownFamily.Record(session, family, carrierId);
            }

            return true;
        },
        cancellationToken);

    private static async Task AddCarrierRecordAsync(World world, SeedPart part, int index, CancellationToken cancellationToken) => await world.WriteAsync(
        session =>
        {
            var seed = part.Document.CarrierRecords![index];
            var carrierId = Guid.Parse(seed.CarrierId!);
            if (session.Rows.Find<Carrier>(carrierId) is null)
                throw part.Refuse($"$.carrier_records[{index}].carrier_id", "there is no carrier with this id");
            if (session.Rows.Find<Member>(seed.Record!.IndividualId) is not { } member)
                throw part.Refuse($"$.carrier_records[{index}].record.individual_id", "there is no member with this id");
            if (member.Type != seed.Record.IndividualType)
                throw part.Refuse($"$.carrier_records[{index}].record.individual_type", "the member is of the other type");
            var record = seed.Record with { Enrollments = [.. seed.Record.Enrollments.Select(enrollment => enrollment with { Id = null })] };
            CarrierRecords.Store(session, carrierId, member.GroupId, member.EmployeeId, record);
            // What a Send carrier holds before anything happened is what it was sent.
            if (session.Rows.Setup.Get<CarrierSetups>().BehaviorOf(carrierId).Tier == CarrierTier.Send && session.Rows.Find<SentRecord>(carrierId, member.Id) is null)
                SendFiles.Insert(session, carrierId, member.EmployeeId, record);
            return true;
        },
        cancellationToken);

    private async Task AddSnapshotAsync(World world, WorldEngine engine, SeedPart part, int index, CancellationToken cancellationToken)
    {
        var seed = part.Document.Snapshots![index];
        await world.SetClockAsync(clock => clock.With(ClockMode.Frozen, 1, DateTimeOffset.Parse(seed.PostedAt!)), cancellationToken);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(seed.Snapshot!, WireJson.Options);
        _ = await world.WriteAsync(
            session =>
            {
                var (snapshot, refusal) = intake.TakeIn(session, Guid.Parse(seed.GroupId!), seed.Snapshot!, bytes);
                return snapshot ?? throw part.Refuse($"$.snapshots[{index}]", refusal!.Message);
            },
            cancellationToken);
        await FinishAsync(engine, cancellationToken);
    }

    private async Task AddMemberRequestAsync(World world, WorldEngine engine, SeedPart part, int index, CancellationToken cancellationToken)
    {
        var seed = part.Document.MemberRequests![index];
        var type = EnumName.Parse<MemberRequestType>(seed.RequestType!);
        var (decide, failures) = MemberRequestKind.Of(type).Read(seed.Body!.Value, services);
        if (decide is null)
            throw part.Refuse($"$.member_requests[{index}].body{failures[0].Field[JsonPath.Root.Length..]}", failures[0].Message);
        await world.SetClockAsync(clock => clock.With(ClockMode.Frozen, 1, DateTimeOffset.Parse(seed.PostedAt!)), cancellationToken);
        _ = await world.WriteAsync(
            session =>
            {
                var (request, refusal) = requests.TakeIn(session, type, Guid.Parse(seed.EmployeeId!), Encoding.UTF8.GetBytes(seed.Body.Value.GetRawText()), decide);
                return request ?? throw part.Refuse($"$.member_requests[{index}]", refusal!.Message);
            },
            cancellationToken);
        await FinishAsync(engine, cancellationToken);
    }

    /// <summary>Has everything happen that is to come.</summary>
    private static async Task FinishAsync(WorldEngine engine, CancellationToken cancellationToken)
    {
        var lastWork = DateTimeOffset.MinValue;
        while (engine.NextDue(lastWork) is { } due)
        {
            lastWork = due;
            _ = await engine.AdvanceAsync((_, _) => due, cancellationToken);
        }
    }

    private static Task<bool> WriteAsync(World world, Action<WorldSession> change, CancellationToken cancellationToken) => world.WriteAsync(
        session =>
        {
            change(session);
            return true;
        },
        cancellationToken);

    private SeedPart Check(string source, byte[] bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            // Written anew, for what reads the values knows neither comments nor trailing commas.
            using var plain = JsonDocument.Parse(JsonSerializer.SerializeToUtf8Bytes(json.RootElement));
            var (document, failures) = JsonShape.Read<SeedDocument>(plain.RootElement);
            var found = document is null ? failures : ValidationFilter.FailuresOf(document, failures, _validator.Value);
            return found.Count == 0 ? new SeedPart(source, document!, JsonLines.Of(bytes)) : throw Refused(source, bytes, found);
        }
        catch (JsonException exception)
        {
            throw new ConfigurationException($"{source}, line {exception.LineNumber + 1}: this is not JSON ({exception.Message.Split(". ")[0]}).");
        }
    }

    private static ConfigurationException Refused(string source, byte[] bytes, IReadOnlyList<FieldError> failures)
    {
        var lines = JsonLines.Of(bytes);
        var more = failures.Count == 1 ? "" : $" (and {failures.Count - 1} more)";
        return new ConfigurationException($"{source}, line {lines.Find(failures[0].Field)}: {failures[0].Message}{more}.");
    }

    private Seed WithDefault(SeedPart part) => new(this, part.Document.ExtendsDefault == true ? [Default(), part] : [part]);

    private SeedPart Default() => Check("the default data", ReadDefault());

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>The JSON of the default data.</summary>
    public static byte[] ReadDefault()
    {
        using var stream = typeof(SeedLoader).Assembly.GetManifestResourceStream(DefaultResource)!;
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    private static byte[] ReadFile(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"Emulator:SeedFile is \"{file}\", which cannot be read: {exception.Message}");
        }
    }
}
