namespace NoyoEmulator.Configuration;

/// <summary>What the emulator does where Noyo's documents disagree or are silent: the section <c>Noyo</c>.</summary>
internal sealed record NoyoOptions
{
    public const string SectionName = "Noyo";

    /// <summary>The shape of lists of differences. Default: <c>envelope</c> (OpenAPI; the guide prints an array).</summary>
    public DifferenceListShape DifferenceList { get; init; } = DifferenceListShape.Envelope;

    /// <summary>What becomes of what a difference does not have. Default: <c>present</c>, as null (guide).</summary>
    public DifferenceNullForm DifferenceNulls { get; init; } = DifferenceNullForm.Present;

    /// <summary>What the values of a missing object are. Default: <c>object</c> (guide; the OpenAPI says string).</summary>
    public DifferenceValueForm DifferenceValues { get; init; } = DifferenceValueForm.Object;

    /// <summary>
    /// What webhook signatures cover. Default: <c>both</c> (the page on verification shows each; sending both is inferred).
    /// </summary>
    public WebhookSignatureMode WebhookSignature { get; init; } = WebhookSignatureMode.Both;

    /// <summary>The first status of an accepted snapshot. Default: <c>processing</c> (inferred).</summary>
    public InitialSnapshotStatus InitialSnapshotStatus { get; init; } = InitialSnapshotStatus.Processing;

    /// <summary>What an omitted coverage does under the policy <c>reject</c>. Default: <c>error</c> (inferred).</summary>
    public OmittedCoverageAnswer OmittedCoverages { get; init; } = OmittedCoverageAnswer.Error;

    /// <summary>What becomes of differences at a Send carrier when its file is sent. Default: <c>resolved</c> (inferred).</summary>
    public SendDifferenceEnd SendDifferences { get; init; } = SendDifferenceEnd.Resolved;

    /// <summary>What the list of labels answers. Default: <c>object</c> (OpenAPI's schema; its example and its text have a list).</summary>
    public LabelListShape LabelList { get; init; } = LabelListShape.Object;

    /// <summary>What a query parameter does that an operation of Noyo's does not have. Default: <c>refuse</c> (inferred).</summary>
    public UnknownFilterAnswer UnknownFilters { get; init; } = UnknownFilterAnswer.Refuse;

    /// <summary>
    /// How long a token is valid on its world's clock, more than zero. Default: 864 s, the <c>expires_in</c> of 864000 on
    /// the page on authentication read as milliseconds, as that page says.
    /// </summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromMilliseconds(864_000);
}
