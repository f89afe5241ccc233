using NoyoEmulator.Carriers;
using NoyoEmulator.Fulfillment.Groups;
using NoyoEmulator.Simulation;
using NoyoEmulator.Vocabulary;
using NoyoEmulator.Webhooks;

namespace NoyoEmulator.Fulfillment.Disconnections;

/// <summary>
/// The way of a disconnection: a platform's is processing at once, a carrier's waits for the platform's decision; on its day the
/// connection ends. Each change has its version, its time and its event.
/// </summary>
internal sealed class DisconnectionProgress(RoundTripProfile profile)
{
    /// <summary>Stores a request, and lets it go its way when nobody has to decide.</summary>
    public void Begin(WorldSession session, GroupDisconnection disconnection)
    {
        session.Rows.Insert(disconnection);
        session.Raise(WebhookEventType.GroupDisconnectionRequestCreated, disconnection.Id);
        session.AddHistory("group_disconnection", disconnection.Id, $"asked for by the {EnumName.Of(disconnection.SourceType)}");
        if (disconnection.Status == DisconnectionStatus.Processing)
            Schedule(session, disconnection);
    }

    /// <summary>The platform agrees.</summary>
    public void Confirm(WorldSession session, GroupDisconnection disconnection, DateOnly end)
    {
        disconnection.EffectiveEndDate = end;
        disconnection.Decided = session.Now;
        Stop(session, disconnection);
        Move(session, disconnection, DisconnectionStatus.Processing);
        Schedule(session, disconnection);
    }

    /// <summary>The platform turns it down.</summary>
    public static void Reject(WorldSession session, GroupDisconnection disconnection, string? reason, string? context)
    {
        disconnection.RejectedReason = reason;
        disconnection.RejectedContext = context;
        disconnection.Decided = session.Now;
        Stop(session, disconnection);
        Move(session, disconnection, DisconnectionStatus.Rejected);
    }

    /// <summary>Has the connection end as its day begins, or soon when that is past.</summary>
    public void Schedule(WorldSession session, GroupDisconnection disconnection)
    {
        var day = new DateTimeOffset(disconnection.EffectiveEndDate!.Value, TimeOnly.MinValue, TimeSpan.Zero);
        var soon = session.Now + profile.Submit;
        session.Schedule(WorkKind.Disconnect, disconnection.Id, day > soon ? day : soon);
    }

    /// <summary>The day has come.</summary>
    /// <returns>What came of it, for the ledger.</returns>
    public static string Complete(WorldSession session, GroupDisconnection disconnection)
    {
        foreach (var connection in session.Rows.Where<GroupConnection>("group_id = ? AND carrier_id = ?", disconnection.GroupId, disconnection.CarrierId))
        {
            if (connection.DisconnectedOn is not null)
                continue;
            connection.DisconnectedOn = disconnection.EffectiveEndDate;
            if (connection.Status is not (ConnectionStatus.Completed or ConnectionStatus.UnableToConnect))
                GiveUp(session, connection);
            connection.Version = session.NewId();
            connection.Modified = session.Now;
            session.Rows.Update(connection);
            _ = session.Rows.DeleteWhere<ScheduledWork>("subject_id = ?", connection.Id);
        }

        GroupCarrierConfigurations.Close(session, disconnection.GroupId, disconnection.CarrierId);
        disconnection.Completed = session.Now;
        Move(session, disconnection, DisconnectionStatus.Completed);
        return $"group {disconnection.GroupId} from carrier {disconnection.CarrierId}: {EnumName.Of(disconnection.Status)}";
    }

    /// <summary>A connection that was not complete yet never will be (inferred): no status of Noyo's says that it was ended.</summary>
    private static void GiveUp(WorldSession session, GroupConnection connection)
    {
        connection.Status = ConnectionStatus.UnableToConnect;
        session.Raise(WebhookEventType.GroupConnectionRequestStatusChange, connection.Id);
        session.AddHistory("group_connection", connection.Id, EnumName.Of(connection.Status));
    }

    private static void Stop(WorldSession session, GroupDisconnection disconnection) =>
        session.Rows.DeleteWhere<ScheduledWork>("subject_id = ?", disconnection.Id);

    private static void Move(WorldSession session, GroupDisconnection disconnection, DisconnectionStatus status)
    {
        var isNew = disconnection.Status != status;
        disconnection.Status = status;
        disconnection.Version = session.NewId();
        disconnection.Modified = session.Now;
        session.Rows.Update(disconnection);
        if (!isNew)
            return;
        session.Raise(WebhookEventType.GroupDisconnectionRequestStatusChange, disconnection.Id);
        session.AddHistory("group_disconnection", disconnection.Id, EnumName.Of(status));
    }
}

/// <summary>The ends of connections.</summary>
internal sealed class DisconnectHandler : IWorkHandler
{
    public IReadOnlyCollection<WorkKind> Kinds { get; } = [WorkKind.Disconnect];

    public IEnumerable<string> Run(WorldSession session, IReadOnlyList<ScheduledWork> batch)
    {
        foreach (var step in batch)
        {
            yield return session.Rows.Find<GroupDisconnection>(step.SubjectId) is { Status: DisconnectionStatus.Processing } disconnection
                ? DisconnectionProgress.Complete(session, disconnection)
                : ScheduledWork.NothingLeftToDo;
        }
    }
}
