namespace NoyoEmulator.Configuration;

/// <summary>Where worlds keep their data.</summary>
internal enum StorageMode
{
    /// <summary>In files below the data directory, safe across crashes. Wire value: <c>file</c>.</summary>
    File,

    /// <summary>In temporary files without durability, gone when the process ends. Wire value: <c>memory</c>.</summary>
    Memory,
}

/// <summary>Which bearer tokens Noyo's endpoints accept.</summary>
internal enum AuthenticationMode
{
    /// <summary>A token is required; any value will do. Wire value: <c>any</c>.</summary>
    Any,

    /// <summary>Only unexpired tokens issued here. Wire value: <c>strict</c>.</summary>
    Strict,

    /// <summary>No token is required. Wire value: <c>off</c>.</summary>
    Off,
}

/// <summary>Whether there is a dashboard.</summary>
internal enum DashboardMode
{
    /// <summary>It is at <c>/</c>. Wire value: <c>on</c>.</summary>
    On,

    /// <summary>There is none; <c>/</c> leads to Swagger UI. Wire value: <c>off</c>.</summary>
    Off,
}

/// <summary>Whether a world's clock moves by itself.</summary>
internal enum ClockMode
{
    /// <summary>The clock moves with real time, times its speed. Wire value: <c>realtime</c>.</summary>
    Realtime,

    /// <summary>The clock stands still until it is advanced. Wire value: <c>frozen</c>.</summary>
    Frozen,
}

/// <summary>How long the steps of a round trip to a carrier take, unless the carrier has delays of its own.</summary>
internal enum RoundTripTiming
{
    /// <summary>Seconds, quick enough to watch. Wire value: <c>default</c>.</summary>
    Default,

    /// <summary>The spacing of the example in Noyo's Tracking OpenAPI document. Wire value: <c>production</c>.</summary>
    Production,
}

/// <summary>How log lines are written.</summary>
internal enum LogFormat
{
    /// <summary>One readable line for each event. Wire value: <c>text</c>.</summary>
    Text,

    /// <summary>One JSON object for each event. Wire value: <c>json</c>.</summary>
    Json,
}

/// <summary>What the list of labels answers; in Noyo's OpenAPI document, schema and example disagree.</summary>
internal enum LabelListShape
{
    /// <summary>The newest label that matches, as the schema has it. Wire value: <c>object</c>.</summary>
    Object,

    /// <summary>A bare array of all that match, as the example has it. Wire value: <c>array</c>.</summary>
    Array,
}

/// <summary>The shape of lists of differences; Noyo's guide and its OpenAPI document disagree.</summary>
internal enum DifferenceListShape
{
    /// <summary><c>{meta, response}</c>, as Noyo's OpenAPI document has it. Wire value: <c>envelope</c>.</summary>
    Envelope,

    /// <summary>A bare array, as Noyo's guide prints it. Wire value: <c>array</c>.</summary>
    Array,
}

/// <summary>
/// What becomes of what a difference does not have; Noyo's guide prints nulls, and its OpenAPI document declares not all of them nullable.
/// </summary>
internal enum DifferenceNullForm
{
    /// <summary>It is null, as Noyo's guide prints it. Wire value: <c>present</c>.</summary>
    Present,

    /// <summary>It is left out, as a client made from Noyo's OpenAPI document wants it. Wire value: <c>omit</c>.</summary>
    Omit,
}

/// <summary>What the values of a missing object are; Noyo's guide prints objects, and its OpenAPI document says strings.</summary>
internal enum DifferenceValueForm
{
    /// <summary>The object, as Noyo's guide prints it. Wire value: <c>object</c>.</summary>
    Object,

    /// <summary>A string with the object's JSON. Wire value: <c>string</c>.</summary>
    String,
}

/// <summary>What the digests in <c>x-noyo-signature</c> cover; Noyo's page on verification contradicts itself.</summary>
internal enum WebhookSignatureMode
{
    /// <summary>
    /// Two digests for each secret: first as <see cref="Timestamped"/>, then as <see cref="Body"/>. Wire value: <c>both</c>.
    /// </summary>
    Both,

    /// <summary>The timestamp header, a full stop and the body, as in Noyo's JavaScript sample. Wire value: <c>timestamped</c>.</summary>
    Timestamped,

    /// <summary>The body alone, as in Noyo's prose and openssl sample. Wire value: <c>body</c>.</summary>
    Body,
}

/// <summary>The first status of an accepted member snapshot.</summary>
internal enum InitialSnapshotStatus
{
    /// <summary>Wire value: <c>processing</c>.</summary>
    Processing,

    /// <summary>Wire value: <c>submitted</c>.</summary>
    Submitted,
}

/// <summary>What happens to a snapshot that omits a coverage under the policy <c>reject</c>.</summary>
internal enum OmittedCoverageAnswer
{
    /// <summary>422 with Noyo's published message; nothing is stored. Wire value: <c>error</c>.</summary>
    Error,

    /// <summary>201; the carrier's entry in <c>fulfillment_summary</c> is <c>invalid</c>. Wire value: <c>summary</c>.</summary>
    Summary,
}

/// <summary>What becomes of differences at a Send carrier, whose records Noyo never reads.</summary>
internal enum SendDifferenceEnd
{
    /// <summary>They are resolved when the file is sent. Wire value: <c>resolved</c>.</summary>
    Resolved,

    /// <summary>They stay open. Wire value: <c>pending</c>.</summary>
    Pending,
}

/// <summary>What a query parameter does that an operation does not have.</summary>
internal enum UnknownFilterAnswer
{
    /// <summary>422 that names it and those there are. Wire value: <c>refuse</c>.</summary>
    Refuse,

    /// <summary>Nothing. Wire value: <c>ignore</c>.</summary>
    Ignore,
}
