namespace NoyoEmulator.Http.Routing;

/// <summary>What a call means to whoever makes the calls of a world again; where nothing is said, its method tells.</summary>
internal enum CallRole
{
    /// <summary>It changes nothing that lies in the world, or goes back in its history.</summary>
    NotMadeAgain,

    /// <summary>It only reads, though its method does not say so.</summary>
    Reads,

    /// <summary>It only reads, unless it is told to let time pass meanwhile.</summary>
    MayPassTime,

    /// <summary>The world begins anew with what it brings.</summary>
    BeginsAnew,
}

/// <summary>Says of an endpoint what its calls mean.</summary>
internal sealed record CallRoleMetadata(CallRole Role);

internal static class CallRoles
{
    /// <summary>Says what calls of the endpoints mean to whoever makes the calls of a world again.</summary>
    public static TBuilder WithCallRole<TBuilder>(this TBuilder builder, CallRole role)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(new CallRoleMetadata(role)));
        return builder;
    }
}
