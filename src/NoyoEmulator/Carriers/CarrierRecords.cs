using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Comparison;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Carriers;

/// <summary>Reads and writes what carriers hold.</summary>
internal static class CarrierRecords
{
    /// <summary>What a carrier holds about a family.</summary>
    public static async Task<IReadOnlyList<MemberRecord>> LoadAsync(EmulatorDbContext db, Guid employeeId, Guid carrierId)
    {
        var documents = await db.CarrierRecords.AsNoTracking()
            .Where(record => record.EmployeeId == employeeId && record.CarrierId == carrierId)
            .OrderBy(record => record.IndividualId).Select(record => record.Document).ToListAsync();
        return [.. documents.Select(Read)];
    }

    /// <summary>Makes <paramref name="record"/> what the carrier holds about the person.</summary>
    public static async Task StoreAsync(WorldSession session, Guid carrierId, Guid groupId, Guid employeeId, MemberRecord record)
    {
        var row = await session.Db.CarrierRecords.FindAsync(carrierId, record.IndividualId);
        if (row is null)
        {
            row = new CarrierRecord
            {
                CarrierId = carrierId,
                IndividualId = record.IndividualId,
                IndividualType = record.IndividualType,
                GroupId = groupId,
                EmployeeId = employeeId,
                Document = "",
            };
            _ = session.Db.CarrierRecords.Add(row);
        }

        row.Modified = session.Now;
        row.Document = JsonSerializer.Serialize(record, WireJson.Options);
    }

    /// <summary>A stored record.</summary>
    public static MemberRecord Read(string document) => JsonSerializer.Deserialize<MemberRecord>(document, WireJson.Options)!;
}
