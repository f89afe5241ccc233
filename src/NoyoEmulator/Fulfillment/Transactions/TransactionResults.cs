using System.Text.Json;
using System.Text.Json.Nodes;
using NoyoEmulator.Fulfillment.MemberSnapshots.Contracts;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Fulfillment.Transactions;

/// <summary>Transactions and what belongs to them in Noyo's shapes.</summary>
internal static class TransactionResults
{
    private const string Coverages = "coverages";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>A transaction.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="content">What the snapshot or the request says.</param>
    /// <param name="hasUIBody">Whether the body is wanted as text as well.</param>
    public static MemberTransactionResult Of(MemberTransaction transaction, MemberSnapshotContent content, bool hasUIBody = false)
    {
        var coverages = CoveragesOf(transaction, content);
        var body = transaction.IsRequested ? RequestedBody(transaction, content) : new JsonObject { [Coverages] = JsonSerializer.SerializeToNode(coverages, WireJson.Options) };
        return new MemberTransactionResult
        {
            Id = transaction.Id,
            Version = transaction.Version,
            Created = transaction.Created.ToUnixTimeSeconds(),
            Modified = transaction.Modified.ToUnixTimeSeconds(),
            CarrierId = transaction.CarrierId == MemberTransaction.NoyoItself ? null : transaction.CarrierId,
            EmployeeId = transaction.EmployeeId,
            MemberRequestId = transaction.SnapshotId,
            TransactionType = transaction.TransactionType,
            Status = EnumName.Of(transaction.Status),
            LinesOfCoverage = transaction.IsRequested && LinesIn(body) is { } lines ? lines : [.. coverages.Select(coverage => coverage.LineOfCoverage!).Distinct()],
            Body = body,
            Result = ResultOf(transaction),
            StatusDetails = Details(transaction),
            Verified = transaction.NoyoVerifiedAt?.ToUnixTimeSeconds(),
            UiBody = hasUIBody ? body.ToJsonString(Indented) : null,
        };
    }

    /// <summary>What a transaction has passed, oldest first.</summary>
    public static List<StatusDetailResult> Details(MemberTransaction transaction) =>
    [
        .. transaction.PassedDetails()
            .Select(passed => new StatusDetailResult { StatusDetail = EnumName.Of(passed.Detail), EventCreated = passed.At.ToUnixTimeSeconds() }),
    ];

    /// <summary>The case of a transaction.</summary>
    public static CaseResultPublic CaseOf(MemberTransaction transaction) => new()
    {
        Id = CaseId.Of(transaction.Id),
        Version = transaction.Version,
        Created = transaction.Created.ToUnixTimeSeconds(),
        Modified = transaction.Modified.ToUnixTimeSeconds(),
        Title = transaction.Error,
        ActionOwner = transaction.Status switch
        {
            TransactionStatus.Failed => "platform",
            TransactionStatus.Processing when transaction.CarrierAcceptedAt is not null => "carrier",
            _ => "noyo",
        },
        Automated = true,
        Resolved = transaction.Status switch
        {
            TransactionStatus.Completed => transaction.CarrierCompletedAt ?? transaction.CarrierAcceptedAt ?? transaction.NoyoVerifiedAt ?? transaction.Modified,
            TransactionStatus.Canceled => transaction.Modified,
            _ => null,
        },
    };

    /// <summary>A label.</summary>
    public static LabelPublicResult Of(Label label) => new()
    {
        Id = label.Id,
        Version = label.Version,
        Created = label.Created.ToUnixTimeSeconds(),
        Modified = label.Modified.ToUnixTimeSeconds(),
        DisplayName = label.DisplayName,
        Summary = label.Summary ?? "",
    };

    /// <summary>A label on a transaction.</summary>
    public static MemberTransactionLabelUIResult Of(TransactionLabel assigned, Label label) => new()
    {
        Id = assigned.Id,
        Version = assigned.Version,
        Created = assigned.Created.ToUnixTimeSeconds(),
        Modified = assigned.Created.ToUnixTimeSeconds(),
        MemberTransactionId = assigned.TransactionId,
        Label = Of(label),
        Context = "transaction_labeled",
        Name = label.DisplayName,
    };

    private static JsonObject ResultOf(MemberTransaction transaction)
    {
        if (transaction.Error is { } error)
            return new JsonObject { ["error"] = error };
        return transaction.LastDayOfCoverage is { } day ? new JsonObject { ["last_day_of_coverage"] = IsoDate.Format(day) } : [];
    }

    private static List<InboundMemberSnapshotCoverage> CoveragesOf(MemberTransaction transaction, MemberSnapshotContent content) =>
        [.. (WireJson.Read<MemberSnapshotDB>(content.Document).Coverages ?? []).Where(coverage => Uuid.Parse(coverage.CarrierId!) == transaction.CarrierId)];

    /// <summary>The request's body; of its coverages only the carrier's.</summary>
    private static JsonObject RequestedBody(MemberTransaction transaction, MemberSnapshotContent content)
    {
        var body = JsonNode.Parse(content.Inbound)!.AsObject();
        if (body[Coverages] is JsonArray all)
        {
            body[Coverages] = new JsonArray([.. all.Where(part => Uuid.ParseOptional((string?)part?["carrier_id"]) == transaction.CarrierId)
                .Select(part => part!.DeepClone())]);
        }

        return body;
    }

    private static List<string>? LinesIn(JsonObject body) => body[Coverages] is JsonArray { Count: > 0 } coverages
        ? [.. coverages.SelectMany(part => part!["lines_of_coverage"]!.AsObject()).Where(line => line.Value is not null).Select(line => line.Key)
            .Where(MemberSnapshotVocabulary.LinesOfCoverage.Contains).Distinct(StringComparer.Ordinal)]
        : null;
}
