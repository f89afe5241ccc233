namespace NoyoEmulator.Testing;

/// <summary>What a webhook's signature is worth. Only <see cref="Valid"/> is to be accepted.</summary>
public enum NoyoSignatureResult
{
    /// <summary>There is no signature, or no timestamp that can be read.</summary>
    Missing,

    /// <summary>No digest is that of any secret: somebody else sent it, or the body is not the one that was signed.</summary>
    Wrong,

    /// <summary>It is genuine, but its timestamp is further from now than is tolerated: it may be a copy.</summary>
    OutsideTolerance,

    /// <summary>It is genuine.</summary>
    Valid,
}

/// <summary>What a digest may cover.</summary>
public enum NoyoSignedContent
{
    /// <summary>The timestamp, a full stop and the body. The timestamp is as genuine as the body.</summary>
    TimestampAndBody,

    /// <summary>The body alone. Anybody who has seen a webhook can send it again with another timestamp.</summary>
    Body,
}
