using NoyoEmulator.Carriers;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Fulfillment.RoundTrips;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;
using NoyoEmulator.Webhooks;

namespace NoyoEmulator.Fulfillment.Connections;

/// <summary>
/// The way of a connection: created, processing, and then where the carrier's behavior lets it come to rest; a carrier that takes
/// files is waited for until the first one went out. Each change has its version, its time and its event.
/// </summary>
internal sealed class ConnectionProgress(RoundTripProfile profile)
{
    // The rounds of the scheduled work, in their order.
    private const int Start = 1;
    private const int Settle = 2;
    private const int AfterFile = 3;

    /// <summary>Lets a new connection go its way.</summary>
    public void Begin(WorldSession session, GroupConnection connection) =>
        session.Schedule(WorkKind.Connect, connection.Id, session.Now + profile.Submit, Start);

    /// <summary>Lets a connection go its way again; what the platform was asked to do is taken for done.</summary>
    public void Retry(WorldSession session, GroupConnection connection)
    {
        Stop(session, connection);
        connection.WasRetried = true;
        Move(session, connection, ConnectionStatus.Processing);
        session.Schedule(WorkKind.Connect, connection.Id, session.Now + PaceOf(session, connection).Connect, Settle);
    }

    /// <summary>Brings a connection to a status now, whatever was on the way; it goes on from there.</summary>
    public void Set(WorldSession session, GroupConnection connection, ConnectionStatus status)
    {
        Stop(session, connection);
        if (status == ConnectionStatus.Completed)
            Complete(session, connection);
        else
            Move(session, connection, status);
        Resume(session, connection);
    }

    /// <summary>Lets a connection go on from where it stands: from created and processing it does so by itself, elsewhere it rests.</summary>
    public void Resume(WorldSession session, GroupConnection connection)
    {
        if (connection.Status == ConnectionStatus.Created)
            Begin(session, connection);
        else if (connection.Status == ConnectionStatus.Processing)
            session.Schedule(WorkKind.Connect, connection.Id, session.Now + PaceOf(session, connection).Connect, Settle);
    }

    /// <summary>Takes a scheduled step.</summary>
    /// <returns>What came of it, for the ledger.</returns>
    public string Step(WorldSession session, GroupConnection connection, int round)
    {
        if (round == Start)
        {
            Move(session, connection, ConnectionStatus.Processing);
            session.Schedule(WorkKind.Connect, connection.Id, session.Now + PaceOf(session, connection).Connect, Settle);
        }
        else
        {
            Go(session, connection, round);
        }

        return $"group {connection.GroupId} with carrier {connection.CarrierId}: {EnumName.Of(connection.Status)}";
    }

    private void Go(WorldSession session, GroupConnection connection, int round)
    {
        var outcome = OutcomeOf(session, connection);
        if (outcome == ConnectionStatus.Processing)
            return;
        if (outcome != ConnectionStatus.Completed)
        {
            Move(session, connection, outcome);
        }
        else if (round == Settle && TierOf(session, connection) == CarrierTier.Send)
        {
            ConnectionCensus.Send(session, connection, ConnectionCensus.TakeIn(session, connection));
            Move(session, connection, ConnectionStatus.WaitingOnCarrier);
            session.Schedule(WorkKind.Connect, connection.Id, session.Now + PaceOf(session, connection).Connect, AfterFile);
        }
        else
        {
            Complete(session, connection);
        }
    }

    /// <summary>
    /// A carrier that can be read is read and compared with (Noyo's page on connections). One that takes files gets what was stated
    /// since the first one, or with the first one where somebody skipped it.
    /// </summary>
    private static void Complete(WorldSession session, GroupConnection connection)
    {
        connection.Completed = session.Now;
        Move(session, connection, ConnectionStatus.Completed);
        GroupCarrierConfigurations.Open(session, connection.GroupId, connection.CarrierId);
        CarrierOffers.Give(session, connection);
        var families = ConnectionCensus.TakeIn(session, connection);
        if (TierOf(session, connection) == CarrierTier.Sync)
            _ = CarrierSync.Run(session, connection.CarrierId, connection.GroupId, employeeId: null);
        else
            ConnectionCensus.Send(session, connection, families);
    }

    private static ConnectionStatus OutcomeOf(WorldSession session, GroupConnection connection)
    {
        var outcome = EnumName.Parse<ConnectionStatus>(EnumName.Of(
            NamedOutcome.In(connection.CarrierGroupId) ?? BehaviorOf(session, connection).Connection?.Outcome ?? ConnectionOutcome.Completed));
        var isDone = connection.WasRetried && outcome is ConnectionStatus.ActionRequired or ConnectionStatus.CarrierAuthorization;
        return isDone ? ConnectionStatus.Completed : outcome;
    }

    private static void Stop(WorldSession session, GroupConnection connection) =>
        session.Rows.DeleteWhere<ScheduledWork>("subject_id = ? AND kind = 'connect'", connection.Id);

    private static void Move(WorldSession session, GroupConnection connection, ConnectionStatus status)
    {
        connection.Status = status;
        connection.Version = session.NewId();
        connection.Modified = session.Now;
        session.Rows.Update(connection);
        session.Raise(WebhookEventType.GroupConnectionRequestStatusChange, connection.Id);
        session.AddHistory("group_connection", connection.Id, EnumName.Of(status));
    }

    private static CarrierBehavior BehaviorOf(WorldSession session, GroupConnection connection) =>
        session.Rows.Setup.Get<CarrierSetups>().BehaviorOf(connection.CarrierId);

    private static CarrierTier TierOf(WorldSession session, GroupConnection connection) => BehaviorOf(session, connection).Tier;

    private CarrierPace PaceOf(WorldSession session, GroupConnection connection) => new(profile, BehaviorOf(session, connection));
}

/// <summary>Group ids of carriers that choose how a connection goes, whatever the carrier's behavior is.</summary>
internal static class NamedOutcome
{
    /// <summary>With what they begin; the name of an outcome follows, and then whatever one likes, such as a number.</summary>
    public const string Prefix = "emulator-";

    /// <summary>The outcome that an id names, such as <c>emulator-action-required-17</c>; null when it names none.</summary>
    public static ConnectionOutcome? In(string? carrierGroupId)
    {
        if (carrierGroupId?.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) != true)
            return null;
        var named = carrierGroupId[Prefix.Length..].Replace('-', '_') + "_";
        foreach (var outcome in Enum.GetValues<ConnectionOutcome>())
        {
            if (named.StartsWith(EnumName.Of(outcome) + "_", StringComparison.OrdinalIgnoreCase))
                return outcome;
        }

        return null;
    }

    /// <summary>Whether an id is an ordinary one, or names an outcome: one that begins so and names none was misspelt.</summary>
    public static bool IsSound(string? carrierGroupId) =>
        carrierGroupId?.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) != true || In(carrierGroupId) is not null;

    /// <summary>What is said of an id that is not sound.</summary>
    public static string Unsound { get; } = $"begins with {Prefix}, and so must go on with an outcome: "
        + string.Join(", ", EnumName.All<ConnectionOutcome>().Select(name => Prefix + name.Replace('_', '-')));
}

/// <summary>The steps of connections.</summary>
internal sealed class ConnectHandler(ConnectionProgress progress) : IWorkHandler
{
    public IReadOnlyCollection<WorkKind> Kinds { get; } = [WorkKind.Connect];

    public IEnumerable<string> Run(WorldSession session, IReadOnlyList<ScheduledWork> batch)
    {
        foreach (var step in batch)
        {
            yield return session.Rows.Find<GroupConnection>(step.SubjectId) is { } connection
                ? progress.Step(session, connection, step.Round)
                : ScheduledWork.NothingLeftToDo;
        }
    }
}
