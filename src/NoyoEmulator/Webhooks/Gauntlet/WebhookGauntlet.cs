using System.Globalization;
using System.Text;
using NoyoEmulator.Configuration;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;

namespace NoyoEmulator.Webhooks.Gauntlet;

/// <summary>
/// Puts a receiver through everything that production has in store for it. Nothing of it is kept. Timestamps are those of real time,
/// whatever the world's clock says: a receiver compares them with its own.
/// </summary>
internal sealed class WebhookGauntlet(WebhookSender sender, WebhookOptions options, NoyoOptions noyo, TimeProvider realTime)
{
    private const string Note =
        "Judged from outside, by status codes and times alone. Whether a duplicate was processed once, or an event was used out of "
        + "order, cannot be seen from here: look at what your receiver made of them.";

    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestRun = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Runs all trials, one after the other. The first one decides whether there are others.</summary>
    public async Task<GauntletReport> RunAsync(string url, string secret, CancellationToken cancellationToken)
    {
        var limit = options.AttemptTimeout < LongestAnswer ? options.AttemptTimeout : LongestAnswer;
        var round = new Round(sender, url, secret, noyo.WebhookSignature, limit, realTime, cancellationToken);
        var started = realTime.GetTimestamp();
        var results = new List<GauntletTrialResult>();
        var isLost = false;
        foreach (var trial in Trials)
        {
            var isLate = realTime.GetElapsedTime(started) > LongestRun;
            if (isLost || isLate)
            {
                results.Add(
                    Result(trial, [], GauntletVerdict.NotTried, isLost
                        ? "not tried: the receiver does not accept a plain event"
                        : "not tried: the others took too long"));
                continue;
            }

            var answers = await trial.SendAsync(round);
            var (verdict, explanation) = trial.Judge(answers);
            results.Add(Result(trial, answers, verdict, explanation));
            isLost = trial == Trials[0] && verdict == GauntletVerdict.Fail;
        }

        results.Add(AnswerTime(results, limit));
        var verdicts = results.ConvertAll(result => EnumName.Parse<GauntletVerdict>(result.Verdict));
        var worst = verdicts.Where(verdict => verdict != GauntletVerdict.NotTried).DefaultIfEmpty(GauntletVerdict.Pass).Max();
        var points = verdicts.Sum(verdict => verdict switch { GauntletVerdict.Pass => 1, GauntletVerdict.Warning => 0.5, _ => 0 });
        return new GauntletReport
        {
            Url = ReceiverUrl.Shown(url),
            // A trial that there was no time for says nothing against the receiver, but neither for it.
            Verdict = EnumName.Of(worst == GauntletVerdict.Pass
                && verdicts.Contains(GauntletVerdict.NotTried) ? GauntletVerdict.Warning : worst),
            Score = (int)Math.Round(100 * points / results.Count),
            Note = Note,
            Trials = results,
        };
    }

    private static readonly IReadOnlyList<Trial> Trials =
    [
        new("plain_event", "one event, signed", "200 to 299", async round => [await round.SendAsync(round.Event())], Accepting("accepted")),
        new(
            "duplicates",
            "one event three times: the same bytes, each time with a timestamp and a signature of its own",
            "200 to 299 each time, and one effect",
            async round =>
            {
                var body = round.Event();
                return [await round.SendAsync(body), await round.SendAsync(body), await round.SendAsync(body)];
            },
            Accepting("accepted each time")),
        new(
            "reordering",
            "four events of one difference in the wrong order: resolved, discrepancy, replaced, created",
            "200 to 299 for each",
            async round =>
            {
                var difference = round.NewId();
                var answers = new List<GauntletAnswer>();
                foreach (var type in new[] { WebhookEventType.DifferenceResolved, WebhookEventType.DifferenceDiscrepancy,
                    WebhookEventType.DifferenceReplaced, WebhookEventType.DifferenceCreated })
                {
                    answers.Add(await round.SendAsync(round.Event(type, difference)));
                }

                return answers;
            },
            Accepting("all accepted")),
        new(
            "bad_signature",
            "an event signed with another secret",
            "400 to 499, such as 401",
            async round => [await round.SendAsync(round.Event(), secrets: ["not-" + round.Secret])],
            Refusing),
        new(
            "altered_body",
            "an event whose body was altered after it was signed",
            "400 to 499, such as 401",
            async round => [await round.SendAsync(round.Event(), signedBody: round.Event())],
            Refusing),
        new(
            "missing_signature",
            "an event without a signature",
            "400 to 499, such as 401",
            async round => [await round.SendAsync(round.Event(), secrets: [])],
            Refusing),
        new(
            "stale_timestamp",
            "an event with a right signature and a timestamp of yesterday",
            "400 to 499: it may be a recording of an old one",
            async round => [await round.SendAsync(round.Event(), age: TimeSpan.FromDays(1))],
            answers => answers[0] switch
            {
                { Status: >= 400 and <= 499 } answer => (GauntletVerdict.Pass, $"refused with {answer.Status}"),
                { Error: null } answer =>
                    (GauntletVerdict.Warning,
                        $"accepted with {answer.Status}: who records a webhook can send it again a day later; "
                        + "Noyo publishes no limit, five minutes are usual"),
                var answer => (GauntletVerdict.Warning, $"neither accepted nor refused: {answer.Error}"),
            }),
        new(
            "rotated_secrets",
            "two events, each signed with two secrets: yours and another, once as the first and once as the second",
            "200 to 299 for both: one digest that fits is enough",
            async round =>
            [
                await round.SendAsync(round.Event(), secrets: ["next-" + round.Secret, round.Secret]),
                await round.SendAsync(round.Event(), secrets: [round.Secret, "last-" + round.Secret]),
            ],
            Accepting("both accepted")),
        new(
            "unknown_type",
            "an event of a type that Noyo does not have yet",
            "200 to 299: it can be ignored",
            async round => [await round.SendAsync(round.Event("example_object.example_change"))],
            Accepting("accepted")),
        new(
            "extra_fields",
            "an event with fields that Noyo does not have yet",
            "200 to 299: they can be ignored",
            async round => [await round.SendAsync(round.EventWithExtraFields())],
            Accepting("accepted")),
        new(
            "slow_sender",
            "an event whose body stops for a second in its middle",
            "200 to 299",
            async round => [await round.SendSlowlyAsync(round.Event(), Pause)],
            Accepting("accepted")),
        new(
            "lost_answer",
            "an event whose sender hangs up before the answer, and the same event again",
            "200 to 299 for the second one, and one effect",
            async round =>
            {
                var body = round.Event();
                return [await round.SendAndHangUpAsync(body), await round.SendAsync(body)];
            },
            answers => answers[1].Error is null
                ? (GauntletVerdict.Pass, $"the second one was accepted with {answers[1].Status}")
                : (GauntletVerdict.Fail, $"the second one was not accepted: {answers[1].Error}")),
    ];

    private static Func<IReadOnlyList<GauntletAnswer>, (GauntletVerdict Verdict, string Explanation)> Accepting(string praise) => answers =>
    {
        var failed = answers.FirstOrDefault(answer => answer.Error is not null);
        if (failed is null)
            return (GauntletVerdict.Pass, $"{praise} with {string.Join(", ", answers.Select(answer => answer.Status))}");
        var place = answers.Count == 1
            ? "not accepted"
            : $"number {answers.ToList().IndexOf(failed) + 1} of {answers.Count} was not accepted";
        return (GauntletVerdict.Fail, $"{place}: {failed.Error}");
    };

    private static (GauntletVerdict Verdict, string Explanation) Refusing(IReadOnlyList<GauntletAnswer> answers) => answers[0] switch
    {
        { Error: null } answer => (GauntletVerdict.Fail, $"accepted with {answer.Status}: anybody could have sent it"),
        { Status: >= 400 and <= 499 } answer => (GauntletVerdict.Pass, $"refused with {answer.Status}"),
        { Status: { } status } =>
            (GauntletVerdict.Warning, $"refused with {status}, which says that something else went wrong; 401 or 403 say what it was"),
        var answer => (GauntletVerdict.Warning, $"not accepted, but not refused either: {answer.Error}"),
    };

    private static GauntletTrialResult AnswerTime(List<GauntletTrialResult> results, TimeSpan limit)
    {
        var accepted = results.Where(result => result.Trial != "slow_sender").SelectMany(result => result.Answers)
            .Where(answer => answer.Error is null).ToList();
        var trial = new Trial(
            "answer_time",
            "nothing more: the answers to all of the above",
            $"within {limit.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s, better within half of it: "
                + "what takes longer belongs after the answer",
            _ => throw new InvalidOperationException("It sends nothing."),
            _ => throw new InvalidOperationException("It is judged by the others."));
        if (accepted.Count == 0)
            return Result(trial, [], GauntletVerdict.NotTried, "not tried: nothing was accepted");
        var slowest = TimeSpan.FromMilliseconds(accepted.Max(answer => answer.DurationMs));
        var words = $"the slowest answer took {slowest.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s";
        return Result(trial, [], slowest <= limit / 2 ? GauntletVerdict.Pass : GauntletVerdict.Warning, words);
    }

    private static GauntletTrialResult Result(
        Trial trial, IReadOnlyList<GauntletAnswer> answers, GauntletVerdict verdict, string explanation) => new()
        {
            Trial = trial.Name,
            Sent = trial.Sent,
            Expected = trial.Expected,
            Answers = answers,
            Verdict = EnumName.Of(verdict),
            Explanation = explanation,
        };

    private sealed record Trial(
        string Name,
        string Sent,
        string Expected,
        Func<Round, Task<IReadOnlyList<GauntletAnswer>>> SendAsync,
        Func<IReadOnlyList<GauntletAnswer>, (GauntletVerdict Verdict, string Explanation)> Judge);

    /// <summary>What all trials of one run have in common.</summary>
    private sealed class Round(
        WebhookSender sender, string url, string secret, WebhookSignatureMode mode, TimeSpan limit, TimeProvider realTime,
        CancellationToken cancellationToken)
    {
        // New ones each time: a receiver may well remember those of the last run.
        private readonly IdGenerator _ids = new(IdGenerator.NewSeed(), 0);

        public string Secret => secret;

        public Guid NewId() => _ids.NextId(realTime.GetUtcNow());

        public byte[] Event(string type = WebhookEventType.DifferenceCreated, Guid? objectId = null) =>
            new WebhookEnvelope(objectId ?? NewId(), NewId(), realTime.GetUtcNow(), type).ToUtf8Bytes();

        public byte[] EventWithExtraFields() => Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"data":{"id":"{{NewId():D}}","example":{"nested":[1,null]} },"event":{"id":"{{NewId():D}}","created":{{realTime.GetUtcNow().ToUnixTimeSeconds()}},"type":"{{WebhookEventType.DifferenceCreated}}","example":true},"example":"text"}"""));

        public async Task<GauntletAnswer> SendAsync(
            byte[] body, IReadOnlyList<string>? secrets = null, byte[]? signedBody = null, TimeSpan age = default)
        {
            using var content = new ReadOnlyMemoryContent(body);
            return await ExchangeAsync(Headers(signedBody ?? body, secrets ?? [secret], age), content, cancellationToken);
        }

        public async Task<GauntletAnswer> SendSlowlyAsync(byte[] body, TimeSpan pause)
        {
            using var content = new SlowContent(body, pause, () => { });
            return await ExchangeAsync(Headers(body, [secret], TimeSpan.Zero), content, cancellationToken);
        }

        public async Task<GauntletAnswer> SendAndHangUpAsync(byte[] body)
        {
            using var hangUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            using var content = new SlowContent(body, TimeSpan.Zero, hangUp.Cancel);
            try
            {
                return await ExchangeAsync(Headers(body, [secret], TimeSpan.Zero), content, hangUp.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return new GauntletAnswer { Error = "the sender hung up", DurationMs = 0 };
            }
        }

        private async Task<GauntletAnswer> ExchangeAsync(
            IReadOnlyDictionary<string, string> headers, HttpContent content, CancellationToken token)
        {
            var started = realTime.GetTimestamp();
            var (failure, response) = await sender.ExchangeAsync(url, headers, content, limit, token);
            return new GauntletAnswer
            {
                Status = response?.Status,
                Error = failure,
                DurationMs = realTime.GetElapsedTime(started).TotalMilliseconds,
            };
        }

        private Dictionary<string, string> Headers(byte[] body, IReadOnlyList<string> secrets, TimeSpan age)
        {
            var timestamp = WebhookSigner.FormatTimestamp(realTime.GetUtcNow() - age);
            var headers = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["content-type"] = "application/json",
                [WebhookSigner.TimestampHeader] = timestamp,
                ["x-cloud-trace-context"] = $"{NewId():N}/1",
            };
            if (secrets.Count > 0)
                headers[WebhookSigner.SignatureHeader] = WebhookSigner.Sign(timestamp, body, secrets, mode);
            return headers;
        }
    }
}
