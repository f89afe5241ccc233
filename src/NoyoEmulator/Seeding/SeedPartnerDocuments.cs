using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using FluentValidation;
using NoyoEmulator.Fulfillment;
using NoyoEmulator.Fulfillment.PartnerDocuments;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Seeding;

/// <summary>Where documents of one sort come from.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SeedPartnerDocumentSource
{
    /// <summary>Absent: one is made.</summary>
    public string? Id { get; init; }

    public string? Name { get; init; }

    public string? OrganizationId { get; init; }

    public string? PartnerId { get; init; }

    /// <summary>carrier, organization or group; absent: carrier.</summary>
    public string? PartnerType { get; init; }

    /// <summary>How its documents are recognized; absent: by the name of the file.</summary>
    public string? MatchStrategy { get; init; }

    public string? MatchValue { get; init; }

    public string? ReportFormat { get; init; }

    public string? SourceDescription { get; init; }

    /// <summary>The groups its documents are about.</summary>
    public IReadOnlyList<string>? GroupIds { get; init; }
}

/// <summary>A document that a partner gave.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SeedPartnerDocument
{
    /// <summary>Absent: one is made.</summary>
    public string? Id { get; init; }

    /// <summary>Absent: EDI_ERROR_REPORT.</summary>
    public string? ContentType { get; init; }

    public string? DisplayName { get; init; }

    public string? EffectiveDate { get; init; }

    /// <summary>What was read in it: any object.</summary>
    public JsonObject? ExtractedData { get; init; }

    public IReadOnlyList<string>? FeedIds { get; init; }

    /// <summary>Where the file is.</summary>
    public string? FileKey { get; init; }

    public IReadOnlyList<string>? GroupIds { get; init; }

    public string? OrganizationId { get; init; }

    public string? PartnerDocumentSourceId { get; init; }

    public string? PartnerId { get; init; }

    /// <summary>Absent: carrier.</summary>
    public string? PartnerType { get; init; }

    /// <summary>How it came; absent: SFTP.</summary>
    public string? Source { get; init; }
}

internal sealed class SeedPartnerDocumentSourceValidator : AbstractValidator<SeedPartnerDocumentSource>
{
    public SeedPartnerDocumentSourceValidator()
    {
        _ = RuleFor(source => source.Id).Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
        _ = RuleFor(source => source.Name).IsRequired().HasText();
        _ = RuleFor(source => source.OrganizationId).Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
        _ = RuleFor(source => source.PartnerId).IsRequired().Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
        _ = RuleFor(source => source.PartnerType).IsOneOf(PartnerDocumentTerms.SourcePartnerTypes);
        _ = RuleFor(source => source.MatchStrategy).IsOneOf(PartnerDocumentTerms.MatchStrategies);
        _ = RuleFor(source => source.MatchValue).IsRequired().HasText();
        _ = RuleForEach(source => source.GroupIds).Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
    }
}

internal sealed class SeedPartnerDocumentValidator : AbstractValidator<SeedPartnerDocument>
{
    public SeedPartnerDocumentValidator()
    {
        _ = RuleFor(document => document.Id).Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
        _ = RuleFor(document => document.EffectiveDate).IsDate();
        _ = RuleForEach(document => document.FeedIds).Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
        _ = RuleFor(document => document.FileKey).IsRequired().HasText();
        _ = RuleForEach(document => document.GroupIds).Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
        _ = RuleFor(document => document.OrganizationId).Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
        _ = RuleFor(document => document.PartnerDocumentSourceId).Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
        _ = RuleFor(document => document.PartnerId).IsRequired().Must(SeedIds.IsIdOrAbsent).WithMessage(SeedIds.Wanted);
    }
}

/// <summary>Puts documents and their sources into a world, and writes those of a world down.</summary>
internal static class SeedPartnerDocuments
{
    private const string Carrier = "carrier";
    private const string Report = "EDI_ERROR_REPORT";
    private const string Transfer = "SFTP";

    public static void Add(WorldSession session, SeedDocument document)
    {
        foreach (var source in document.PartnerDocumentSources ?? [])
            Add(session, source);
        foreach (var received in document.PartnerDocuments ?? [])
            Add(session, received);
    }

    public static SeedPartnerDocumentSource Write(PartnerDocumentSource source) => new()
    {
        Id = source.Id.ToString("D"),
        Name = source.Name,
        OrganizationId = source.OrganizationId?.ToString("D"),
        PartnerId = source.PartnerId.ToString("D"),
        PartnerType = source.PartnerType,
        MatchStrategy = source.MatchStrategy,
        MatchValue = source.MatchValue,
        ReportFormat = source.ReportFormat,
        SourceDescription = source.SourceDescription,
        GroupIds = Read(source.GroupIds),
    };

    public static SeedPartnerDocument Write(PartnerDocument document) => new()
    {
        Id = document.Id.ToString("D"),
        ContentType = document.ContentType,
        DisplayName = document.DisplayName,
        EffectiveDate = document.EffectiveDate is { } day ? IsoDate.Format(day) : null,
        ExtractedData = WireJson.Read<JsonObject>(document.ExtractedData),
        FeedIds = Read(document.FeedIds),
        FileKey = document.FileKey,
        GroupIds = Read(document.GroupIds),
        OrganizationId = document.OrganizationId?.ToString("D"),
        PartnerDocumentSourceId = document.PartnerDocumentSourceId?.ToString("D"),
        PartnerId = document.PartnerId.ToString("D"),
        PartnerType = document.PartnerType,
        Source = document.Source,
    };

    private static void Add(WorldSession session, SeedPartnerDocumentSource seed) => session.Rows.Insert(new PartnerDocumentSource
    {
        Id = IdOf(seed.Id) ?? session.NewId(),
        Version = session.NewId(),
        Created = session.Now,
        Modified = session.Now,
        Name = seed.Name!,
        OrganizationId = IdOf(seed.OrganizationId),
        PartnerId = Guid.Parse(seed.PartnerId!),
        PartnerType = seed.PartnerType ?? Carrier,
        MatchStrategy = seed.MatchStrategy ?? PartnerDocumentTerms.ByFileName,
        MatchValue = seed.MatchValue!,
        ReportFormat = seed.ReportFormat,
        SourceDescription = seed.SourceDescription,
        GroupIds = ListOf(seed.GroupIds),
    });

    private static void Add(WorldSession session, SeedPartnerDocument seed) => session.Rows.Insert(new PartnerDocument
    {
        Id = IdOf(seed.Id) ?? session.NewId(),
        Version = session.NewId(),
        Created = session.Now,
        Modified = session.Now,
        ContentType = seed.ContentType ?? Report,
        DisplayName = seed.DisplayName,
        EffectiveDate = seed.EffectiveDate is { } day ? IsoDate.Parse(day) : null,
        ExtractedData = WireJson.Write(seed.ExtractedData),
        FeedIds = ListOf(seed.FeedIds),
        FileKey = seed.FileKey!,
        GroupIds = ListOf(seed.GroupIds),
        OrganizationId = IdOf(seed.OrganizationId),
        PartnerDocumentSourceId = IdOf(seed.PartnerDocumentSourceId),
        PartnerId = Guid.Parse(seed.PartnerId!),
        PartnerType = seed.PartnerType ?? Carrier,
        Source = seed.Source ?? Transfer,
    });

    private static Guid? IdOf(string? text) => text is null ? null : Guid.Parse(text);

    private static string ListOf(IReadOnlyList<string>? ids) => WireJson.Write<IReadOnlyList<Guid>>([.. (ids ?? []).Select(Guid.Parse)]);

    private static IReadOnlyList<string>? Read(string ids) =>
        WireJson.Read<IReadOnlyList<Guid>>(ids) is { Count: > 0 } some ? [.. some.Select(id => id.ToString("D"))] : null;
}
