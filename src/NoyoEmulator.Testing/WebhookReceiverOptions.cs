using System.Net;

namespace NoyoEmulator.Testing;

/// <summary>What a receiver accepts.</summary>
public sealed record WebhookReceiverOptions
{
    /// <summary>The secrets that may have signed a webhook; at least one.</summary>
    public required IReadOnlyList<string> Secrets { get; init; }

    /// <summary>How far a timestamp may be from now. Default: any distance, as a world's clock stands where a test wants it.</summary>
    public TimeSpan? Tolerance { get; init; }

    /// <summary>What time it is, for <see cref="Tolerance"/>. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The address to listen on. Default: loopback. <see cref="IPAddress.Any"/> lets an emulator in a container reach it.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port to listen on. Default: 0, any that is free.</summary>
    public int Port { get; init; }
}
