namespace NoyoEmulator.Accounts;

/// <summary>What a token is worth.</summary>
internal enum TokenStatus
{
    /// <summary>Not a token, or not one signed here.</summary>
    Invalid,

    /// <summary>Signed here, but its life is over.</summary>
    Expired,

    /// <summary>Signed here and alive.</summary>
    Valid,
}

/// <summary>The world of a token.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Id">What tells it from worlds that had or will have that name.</param>
internal sealed record TokenWorld(string Name, string Id);

/// <summary>Whom a token speaks for.</summary>
internal sealed record TokenIdentity(TokenWorld World, string ClientId);

/// <summary>The outcome of validating a token.</summary>
/// <param name="Status">What the token is worth.</param>
/// <param name="Identity">Whom it speaks for; null unless it is valid.</param>
internal readonly record struct TokenValidation(TokenStatus Status, TokenIdentity? Identity)
{
    public static TokenValidation Invalid => new(TokenStatus.Invalid, Identity: null);

    public static TokenValidation Expired => new(TokenStatus.Expired, Identity: null);

    public static TokenValidation Valid(TokenIdentity identity) => new(TokenStatus.Valid, identity);
}
