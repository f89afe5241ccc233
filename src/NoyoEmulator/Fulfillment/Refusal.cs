using NoyoEmulator.Http.Errors;

namespace NoyoEmulator.Fulfillment;

/// <summary>In which way what was asked for cannot be.</summary>
internal enum RefusalReason
{
    /// <summary>It names something that does not exist.</summary>
    Missing,

    /// <summary>It would make something that exists already.</summary>
    Duplicate,

    /// <summary>It contradicts what is known.</summary>
    Contradiction,
}

/// <summary>Why something that is well formed is refused all the same.</summary>
/// <param name="Reason">In which way it cannot be.</param>
/// <param name="Message">What is wrong, for the platform's developers.</param>
/// <param name="Field">The part of the body that is wrong, as a JSON path; null where it is no single part.</param>
internal sealed record Refusal(RefusalReason Reason, string Message, string? Field = null)
{
    /// <summary>Everything that is wrong, each with its place in the whole body; null where <see cref="Message"/> says it all.</summary>
    public IReadOnlyList<FieldError>? Errors { get; init; }
}
