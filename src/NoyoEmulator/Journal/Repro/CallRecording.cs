using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing.Patterns;
using NoyoEmulator.Configuration;
using NoyoEmulator.Http;
using NoyoEmulator.Http.Callers;
using NoyoEmulator.Http.Routing;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Journal.Repro;

/// <summary>A call that is looked at while it is answered. It is in the log before its sender can know that it has been answered.</summary>
internal sealed class CallRecording : IRequestRecord
{
    private static readonly PathString[] Addresses = ["/_emulator/webhooks", "/_emulator/inbox"];

    private readonly HttpContext _context;
    private readonly World _world;
    private readonly IRequestRecord? _journal;
    private readonly DateTimeOffset _at;
    private readonly int _epoch;
    private readonly bool _isTimed;
    private readonly bool _isSeed;
    private readonly bool _isChange;
    private readonly CallOrder? _order;
    private readonly RoutePattern? _route;
    private readonly CapturedBody _answer = new();
    private ReadOnlyMemory<byte>? _body;
    private long? _counted;
    private bool _isNeeded;
    private bool _isFaulted;
    private bool _isEnded;

    public CallRecording(HttpContext context, World world, CallRole? role, bool isChange)
    {
        (_context, _world, _isSeed, _isChange, _isNeeded) = (context, world, role == CallRole.BeginsAnew, isChange, isChange);
        _journal = context.Features.Get<IRequestRecord>();
        _epoch = world.Calls.Epoch;
        _at = world.Clock.GetUtcNow();
        _isTimed = world.Clock.State.Mode == ClockMode.Realtime;
        // Error handling forgets it.
        _route = NoyoTraffic.Is(context) ? (context.GetEndpoint() as RouteEndpoint)?.RoutePattern : null;
        context.Features.Set<IRequestRecord>(this);
        if (!isChange)
            return;
        _order = CallOrder.Watch();
        LookOn();
    }

    public string? Fault
    {
        set
        {
            _isFaulted = true;
            if (_journal is not null)
                _journal.Fault = value;
        }
    }

    public void TakeCount()
    {
        if (!_isNeeded)
            LookOn();
        _isNeeded = true;
        // Others may count further while this is answered.
        _counted = _world.NextPlace();
    }

    public void TakeBody(ReadOnlyMemory<byte> body)
    {
        if (_isChange)
            _body = body;
    }

    public void EndUnanswered()
    {
        End(isAnswered: false);
        _journal?.EndUnanswered();
    }

    public void EndEarly()
    {
        End();
        _journal?.EndEarly();
    }

    /// <summary>Writes it down, once, where it is needed.</summary>
    public void End() => End(isAnswered: true);

    private void End(bool isAnswered)
    {
        var status = _context.Response.StatusCode;
        // Who was not let in has done nothing here, unless a fault kept him out.
        var isStranger = status == StatusCodes.Status401Unauthorized && !_isFaulted;
        if (_isEnded || !_isNeeded || isStranger)
            return;
        _isEnded = true;
        if (_isSeed && status != StatusCodes.Status200OK)
            return;
        var call = new RecordedCall
        {
            // A seed is built as a world of its own, and nothing comes before it.
            Place = _isSeed ? 0 : _order?.Place ?? _counted ?? _world.NextPlace(),
            At = _at,
            IsTimed = _isTimed,
            Method = _context.Request.Method,
            Path = SentPath.FamilyPrefix(_context) + _context.Request.Path.ToUriComponent() + _context.Request.QueryString.ToUriComponent(),
            Names = NamesIn(_context.Request.Path),
            Prefer = _context.Request.Headers["Prefer"] is [{ } prefer] ? prefer : null,
            Body = _body?.ToArray(),
            Status = isAnswered ? status : null,
            Answer = isAnswered && !TellsAddresses() ? Digest(status) : null,
            IsSeed = _isSeed,
        };
        if (call.IsSeed)
            _world.Calls.BeginWith(call);
        else
            _world.Calls.Add(call, _epoch);
    }

    /// <summary>The segments of a path of Noyo's that stand where an id should, and are none.</summary>
    private string[]? NamesIn(PathString path)
    {
        if (_route is null || path.Value is not { } text)
            return null;
        string[] names = [.. text.Split('/').Zip(LoggedPath.Of(_route, text).Split('/')).Where(pair => pair.First != pair.Second).Select(pair => pair.First)];
        return names.Length == 0 ? null : names;
    }

    private void OnWritten(ReadOnlySpan<byte> bytes)
    {
        _answer.Add(bytes);

        // With this piece the answer is whole, and its reader need not wait for the end of the request.
        if (_answer.Length == _context.Response.ContentLength)
            End();
    }

    private void LookOn() => _context.Features.Set<IHttpResponseBodyFeature>(
        new ResponseCapture(_context.Features.GetRequiredFeature<IHttpResponseBodyFeature>(), OnWritten));

    /// <summary>Whether the answer says where things are, which is elsewhere in another world.</summary>
    private bool TellsAddresses() => _isSeed || Array.Exists(Addresses, path => _context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase));

    /// <summary>A digest of an answer without what is personal in it, which is the same where other people are in the place of these.</summary>
    private string? Digest(int status)
    {
        if (_answer.Length is 0 or > RequestJournal.MaxBodyBytes)
            return null;
        var echoes = new PersonalEchoes(status >= StatusCodes.Status400BadRequest);
        if (echoes.IsCollecting && _body is { } body)
            _ = BodyMask.Apply(body.Span, echoes);
        return _answer.Mask(echoes) is { IsWhole: true, Text: { } text } ? $"sha256:{Convert.ToHexStringLower(SHA256.HashData(text))}" : null;
    }
}

/// <summary>Keeps the calls that change a world.</summary>
internal static class CallLogRegistration
{
    // What tells a call that waits to let time pass meanwhile.
    private const string Advance = "advance";

    extension(World world)
    {
        /// <summary>The calls that changed it.</summary>
        public CallLog Calls => world.Features.Get<CallLog>();
    }

    public static IServiceCollection AddCallLog(this IServiceCollection services) =>
        services.AddWorldFeature(provider => new CallLog(provider.GetRequiredService<RecordMemory>()));

    /// <summary>Must come after the selection of the world and after the journal, and before everything that answers.</summary>
    public static IApplicationBuilder UseCallLog(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var role = context.GetEndpoint()?.Metadata.GetMetadata<CallRoleMetadata>()?.Role;
        var isChange = role switch
        {
            CallRole.Reads => false,
            CallRole.MayPassTime => context.Request.Query.ContainsKey(Advance),
            _ => context.Request.Method is not ("GET" or "HEAD" or "OPTIONS"),
        };
        if (role == CallRole.NotMadeAgain || context.Features.Get<RunningWorld>()?.World is not { } world
            || !(isChange || (NoyoTraffic.Is(context) && !Observer.Sent(context.Request))))
        {
            await next(context);
            return;
        }

        var recording = new CallRecording(context, world, role, isChange);
        try
        {
            await next(context);
        }
        finally
        {
            recording.End();
        }
    });
}
