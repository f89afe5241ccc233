using System.Text.Json.Serialization;
using FluentValidation;
using NoyoEmulator.Http.Bodies;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Faults;

/// <summary>What a fault does, and to which requests.</summary>
public abstract record FaultTerms
{
    /// <summary>The id of the operation that it hits; this or a path.</summary>
    public string? Operation { get; init; }

    /// <summary>The paths that it hits: * stands for anything within a segment, ** for any number of segments.</summary>
    public string? Path { get; init; }

    /// <summary>Only requests with this method; beside a path only.</summary>
    public string? Method { get; init; }

    /// <summary>Answer with this status, 400 to 599, and do nothing else.</summary>
    public int? Status { get; init; }

    /// <summary>The message of that answer; absent: the name of the status.</summary>
    public string? Message { get; init; }

    /// <summary>The header Retry-After of an answer with 429 or 503: a duration of whole seconds.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>Wait first, in real time: a duration. Alone, or beside another effect.</summary>
    public string? Delay { get; init; }

    /// <summary>Close the connection without an answer.</summary>
    public bool? Abort { get; init; }

    /// <summary>Handle the request, announce the whole answer, send half of its body, and close the connection.</summary>
    public bool? Truncate { get; init; }

    /// <summary>Handle the request, and close the connection instead of answering: the work is done, and nobody is told.</summary>
    public bool? LoseAnswer { get; init; }

    /// <summary>Answer 401, as for a token that has expired.</summary>
    public bool? ExpiredToken { get; init; }

    /// <summary>How many requests it hits; absent: all.</summary>
    public int? Times { get; init; }

    /// <summary>The share of matching requests that it hits, from 0 to 1; absent: all.</summary>
    public double? Probability { get; init; }

    /// <summary>Chooses the sequence of hits and misses, which is the same each time.</summary>
    public long? Seed { get; init; }
}

/// <summary>Something that is to go wrong with requests to Noyo's APIs.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record FaultBody : FaultTerms
{
    /// <summary>The rule; only for a body that was found valid.</summary>
    internal FaultRule ToRule(OperationIds operations) => new()
    {
        Operation = operations.Find(Operation),
        Path = PathPattern.TryParse(Path, out var path) ? path : null,
        Method = Method?.ToUpperInvariant(),
        Status = Status,
        Message = Message,
        RetryAfter = Duration(RetryAfter),
        Delay = Duration(Delay),
        Abort = Abort is true,
        Truncate = Truncate is true,
        LoseAnswer = LoseAnswer is true,
        ExpiredToken = ExpiredToken is true,
        Times = Times,
        Probability = Probability,
        Seed = Seed,
    };

    private static TimeSpan? Duration(string? text) => text is not null && SpokenDuration.TryParse(text, out var value, out _) ? value : null;
}

internal sealed class FaultBodyValidator : AbstractValidator<FaultBody>
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(10);
    private static readonly AllowedValues Methods = new("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");

    public FaultBodyValidator(OperationIds operations)
    {
        _ = RuleFor(body => body).Custom((body, context) =>
        {
            foreach (var (field, problem) in Problems(body, field => context.IsUnreadable($"$.{field}")))
                context.AddFailure($"$.{field}".TrimEnd('.'), problem);
        });
        _ = RuleFor(body => body.Operation).Custom((operation, context) =>
        {
            if (operation is not null && operations.Problem(operation) is { } problem)
                context.AddFailure(problem);
        });
        _ = RuleFor(body => body.Path).Must(path => path is null || PathPattern.TryParse(path, out _)).WithMessage(PathPattern.Rule);
        _ = RuleFor(body => body.Path).Must(path => path is not ['/', ..] || !NoyoTraffic.IsOwn(path))
            .WithMessage("is the emulator's own: faults do not hit the control plane or Swagger UI");
        _ = RuleFor(body => body.Path).Must(path => !WorldInPath.IsIn(path))
            .WithMessage($"must be without {WorldInPath.Form}: a fault is of the world in which it is made, which is chosen by the URL of this call");
        _ = RuleFor(body => body.Method).Must(method => method is null || Methods.Contains(method.ToUpperInvariant()))
            .WithMessage($"must be one of: {Methods.Listing}");
        _ = RuleFor(body => body.Status).InclusiveBetween(FaultStatus.Least, FaultStatus.Most)
            .WithMessage($"must be from {FaultStatus.Least} to {FaultStatus.Most}");
        _ = RuleFor(body => body.Message).Must(message => message is not "").WithMessage("must not be empty");
        _ = RuleFor(body => body.Delay).Custom((text, context) =>
        {
            if (text is null)
                return;
            if (!SpokenDuration.TryParse(text, out var delay, out var error))
                context.AddFailure(error);
            else if (delay == TimeSpan.Zero || delay > LongestDelay)
                context.AddFailure($"must be greater than zero and at most {IsoDuration.Format(LongestDelay)}");
        });
        _ = RuleFor(body => body.RetryAfter).Custom((text, context) =>
        {
            if (text is null)
                return;
            if (!SpokenDuration.TryParse(text, out var after, out var error))
                context.AddFailure(error);
            else if (after.Ticks % TimeSpan.TicksPerSecond != 0)
                context.AddFailure("must be whole seconds, as the header is");
        });
        _ = RuleFor(body => body.Times).GreaterThan(0).WithMessage("must be at least 1, or absent for always");
        _ = RuleFor(body => body.Probability).InclusiveBetween(0, 1).WithMessage("must be from 0 to 1");
    }

    /// <summary>What is missing, and what does not go together.</summary>
    private static IEnumerable<(string Field, string Problem)> Problems(FaultBody body, Func<string, bool> isUnreadable)
    {
        if (body is { Operation: null, Path: null })
            yield return ("", "must say with operation or path which requests it hits");
        if (body is { Operation: not null, Path: not null })
            yield return ("path", "cannot be combined with operation");
        if (body is { Operation: not null, Method: not null })
            yield return ("method", "cannot be combined with operation, which has a method of its own");

        (string Field, bool IsGiven)[] effects =
            [("status", body.Status is not null), ("abort", body.Abort is true), ("truncate", body.Truncate is true),
                ("lose_answer", body.LoseAnswer is true), ("expired_token", body.ExpiredToken is true)];
        var given = effects.Where(effect => effect.IsGiven).Select(effect => effect.Field).ToList();
        foreach (var other in given.Skip(1))
            yield return (other, $"cannot be combined with {given[0]}");
        if (given.Count == 0 && body.Delay is null)
            yield return ("", "must have an effect: status, delay, abort, truncate, lose_answer or expired_token");

        if (body is { Message: not null, Status: null } && !isUnreadable("status"))
            yield return ("message", "needs a status");
        if (body.RetryAfter is not null && !FaultStatus.HasRetryAfter(body.Status) && !isUnreadable("status"))
            yield return ("retry_after", "needs status 429 or 503");
        if (body is { Seed: not null, Probability: null } && !isUnreadable("probability"))
            yield return ("seed", "needs a probability");
    }
}
