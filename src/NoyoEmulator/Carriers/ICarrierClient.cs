using NoyoEmulator.Simulation;

namespace NoyoEmulator.Carriers;

/// <summary>Noyo, as carriers see it: who hands them what they are to record, and hears what they made of it.</summary>
internal interface ICarrierClient
{
    /// <summary>Gets ready to hear of submissions.</summary>
    ICarrierReports Expect(WorldSession session, IReadOnlyList<CarrierSubmission> submissions);
}

/// <summary>Hears what carriers made of submissions.</summary>
internal interface ICarrierReports
{
    /// <summary>A carrier decided about a submission, and has recorded what it decided to.</summary>
    /// <returns>What to add to the ledger, such as that nobody will hear of it; empty for nothing.</returns>
    string Report(CarrierSubmission submission, CarrierDecision decision);
}
