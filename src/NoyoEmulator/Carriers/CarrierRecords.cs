using NoyoEmulator.Comparison;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Carriers;

/// <summary>Reads and writes what carriers hold.</summary>
internal static class CarrierRecords
{
    /// <summary>Makes a record what the carrier holds about the person.</summary>
    public static void Store(WorldSession session, Guid carrierId, Guid groupId, Guid employeeId, MemberRecord record)
    {
        var document = WireJson.Write(record);
        if (session.Rows.Find<CarrierRecord>(carrierId, record.IndividualId) is { } known)
        {
            known.Modified = session.Now;
            known.Document = document;
            session.Rows.Update(known, nameof(CarrierRecord.Modified), nameof(CarrierRecord.Document));
            return;
        }

        session.Rows.Insert(new CarrierRecord
        {
            CarrierId = carrierId,
            IndividualId = record.IndividualId,
            IndividualType = record.IndividualType,
            GroupId = groupId,
            EmployeeId = employeeId,
            Modified = session.Now,
            Document = document,
        });
    }

    /// <summary>A stored record.</summary>
    public static MemberRecord Read(string document) => WireJson.Read<MemberRecord>(document);
}
