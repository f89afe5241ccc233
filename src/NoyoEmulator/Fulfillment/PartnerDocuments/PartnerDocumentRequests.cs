using NoyoEmulator.Carriers;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Http.Errors;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.PartnerDocuments;

/// <summary>A document that was written; or why it was not.</summary>
internal readonly record struct WrittenDocument(PartnerDocument? Document, ApiErrorResult? Refusal);

/// <summary>Takes documents in, changes and removes them.</summary>
internal static class PartnerDocumentRequests
{
    /// <summary>Takes a document in, when the groups, the feeds and the carrier exist that it names (OpenAPI).</summary>
    public static WrittenDocument Create(WorldSession session, PartnerDocumentPublicCreateRequest body)
    {
        if (Missing(session, body) is { } missing)
            return Refused(session, missing);
        var partnerId = Uuid.Parse(body.PartnerId!);
        var document = new PartnerDocument
        {
            Id = session.NewId(),
            Version = session.NewId(),
            Created = session.Now,
            Modified = session.Now,
            ContentType = body.ContentType!,
            DisplayName = body.DisplayName,
            EffectiveDate = body.EffectiveDate is { } day ? IsoDate.Parse(day) : null,
            ExtractedData = WireJson.Write(body.ExtractedData),
            FeedIds = ListOf(body.FeedIds),
            FileKey = body.FileKey!,
            GroupIds = ListOf(body.GroupIds),
            OrganizationId = body.OrganizationId is { } organization ? Uuid.Parse(organization) : body.PartnerType == "organization" ? partnerId : null,
            PartnerDocumentSourceId = body.PartnerDocumentSourceId is { } source ? Uuid.Parse(source) : null,
            PartnerId = partnerId,
            PartnerType = body.PartnerType!,
            Source = body.Source!,
        };
        Recognize(session, document, hasGroups: body.GroupIds is not null);
        session.Rows.Insert(document);
        session.AddHistory(PartnerDocument.HistoryKind, document.Id, $"received: {document.ContentType}");
        return new WrittenDocument(document, null);
    }

    /// <summary>Changes a document, given its latest version.</summary>
    public static WrittenDocument Edit(WorldSession session, string id, string version, PartnerDocumentPublicEditRequest body)
    {
        var found = Find(session, id, version);
        if (found.Document is not { } document)
            return found;
        document.DisplayName = body.DisplayName ?? document.DisplayName;
        document.EffectiveDate = body.EffectiveDate is { } day ? IsoDate.Parse(day) : document.EffectiveDate;
        document.ExtractedData = WireJson.Write(body.ExtractedData) ?? document.ExtractedData;
        document.IsExternal = body.IsExternal ?? document.IsExternal;
        document.Version = session.NewId();
        document.Modified = session.Now;
        session.Rows.Update(document);
        session.AddHistory(PartnerDocument.HistoryKind, document.Id, "edited");
        return found;
    }

    /// <summary>Removes a document, given its latest version.</summary>
    public static ApiErrorResult? Delete(WorldSession session, string id, string version)
    {
        var found = Find(session, id, version);
        if (found.Document is not { } document)
            return found.Refusal;
        _ = session.Rows.Delete(document);
        session.AddHistory(PartnerDocument.HistoryKind, document.Id, "deleted");
        return null;
    }

    private static WrittenDocument Find(WorldSession session, string id, string version)
    {
        if (!Uuid.TryParse(id, out var known) || session.Rows.Find<PartnerDocument>(known) is not { } document)
            return Refused(session, ApiErrorResult.Unknown("PartnerDocument", id));
        return Uuid.TryParse(version, out var seen) && seen == document.Version
            ? new WrittenDocument(document, null)
            : Refused(session, ApiErrorResult.StaleVersion(document.Version));
    }

    private static ApiErrorResult? Missing(WorldSession session, PartnerDocumentPublicCreateRequest body)
    {
        if (body.GroupIds?.FirstOrDefault(id => session.Rows.Find<Group>(Uuid.Parse(id)) is null) is { } group)
            return ApiErrorResult.Unknown("Group", group);
        if (body.FeedIds?.FirstOrDefault(id => session.Rows.Find<Carrier>(Feeds.FeedIds.FeedOf(Uuid.Parse(id))) is null) is { } feed)
            return ApiErrorResult.Unknown("Feed", feed);
        if (body.PartnerType == "carrier" && session.Rows.Find<Carrier>(Uuid.Parse(body.PartnerId!)) is null)
            return ApiErrorResult.Unknown("Carrier", body.PartnerId!);
        return body.PartnerDocumentSourceId is { } source && session.Rows.Find<PartnerDocumentSource>(Uuid.Parse(source)) is null
            ? ApiErrorResult.Unknown("PartnerDocumentSource", source)
            : null;
    }

    /// <summary>A document without a source is of the one whose file name it has; without groups it is about those of its source.</summary>
    private static void Recognize(WorldSession session, PartnerDocument document, bool hasGroups)
    {
        var source = document.PartnerDocumentSourceId is { } id
            ? session.Rows.Find<PartnerDocumentSource>(id)
            : session.Rows.All<PartnerDocumentSource>().OrderBy(known => known.Id).FirstOrDefault(known => known.PartnerId == document.PartnerId
                && known.MatchStrategy == PartnerDocumentTerms.ByFileName && known.MatchValue == document.FileName);
        if (source is null)
            return;
        document.PartnerDocumentSourceId = source.Id;
        if (!hasGroups)
            document.GroupIds = source.GroupIds;
    }

    private static string ListOf(IReadOnlyList<string>? ids) => WireJson.Write<IReadOnlyList<Guid>>([.. (ids ?? []).Select(Uuid.Parse)]);

    private static WrittenDocument Refused(WorldSession session, ApiErrorResult refusal)
    {
        session.Discard();
        return new WrittenDocument(null, refusal);
    }
}
