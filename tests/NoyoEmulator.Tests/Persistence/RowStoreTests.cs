using System.Reflection;
using Microsoft.EntityFrameworkCore;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;
using NoyoEmulator.Tests.Infrastructure;
using NoyoEmulator.Tracking;

namespace NoyoEmulator.Tests.Persistence;

/// <summary>Statements keep rows as EF's model has them, so that either may read what the other wrote.</summary>
public sealed class RowStoreTests
{
    public static TheoryData<string> Entities { get; } = [.. Model().GetEntityTypes().Select(entity => entity.ClrType.FullName!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Entities))]
    public async Task What_a_statement_writes_EF_reads_and_a_statement_reads_again(string entity)
    {
        await using var bare = await BareWorld.OpenAsync();
        var type = typeof(EmulatorDbContext).Assembly.GetType(entity, throwOnError: true)!;

        await (Task)typeof(RowStoreTests).GetMethod(nameof(RoundTripAsync), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(type).Invoke(null, [bare.World])!;
    }

    [Fact]
    public async Task What_was_read_of_the_setup_is_read_anew_when_a_row_of_it_was_written_or_taken_back()
    {
        await using var bare = await BareWorld.OpenAsync();
        var ct = TestContext.Current.CancellationToken;
        Guid id = default;
        int Known(WorldSession session) => session.Rows.Setup.Get<CarrierSetup>().Count;
        var before = await bare.World.WriteAsync(Known, ct);

        var during = await bare.World.WriteAsync(
            session =>
            {
                id = session.NewId();
                session.Rows.Insert(new NoyoEmulator.Carriers.Carrier { Id = id, DisplayName = "New" });
                session.Discard();
                return Known(session);
            },
            ct);
        (during, await bare.World.WriteAsync(Known, ct)).ShouldBe((before + 1, before));

        _ = await bare.World.WriteAsync(session => { session.Rows.Insert(new NoyoEmulator.Carriers.Carrier { Id = id, DisplayName = "New" }); return true; }, ct);
        (await bare.World.WriteAsync(Known, ct)).ShouldBe(before + 1);
    }

    [Fact]
    public async Task A_change_of_some_columns_leaves_the_others()
    {
        await using var bare = await BareWorld.OpenAsync();
        var row = (Difference)Sample(typeof(Difference), seed: 1);

        var stored = await bare.World.WriteAsync(
            session =>
            {
                session.Rows.Insert(row);
                var other = (Difference)Sample(typeof(Difference), seed: 2);
                other.Id = row.Id;
                session.Rows.Update(other, nameof(Difference.AssigneeId));
                return session.Rows.Find<Difference>(row.Id)!;
            },
            TestContext.Current.CancellationToken);

        var changed = (Difference)Sample(typeof(Difference), seed: 2);
        stored.AssigneeId.ShouldBe(changed.AssigneeId);
        stored.AssigneeId.ShouldNotBe(row.AssigneeId);
        stored.Version.ShouldBe(row.Version);
    }

    private static Task<bool> RoundTripAsync<T>(World world)
        where T : class => world.WriteAsync(
        session =>
        {
            _ = session.Db.Database.ExecuteSqlRaw("PRAGMA defer_foreign_keys = ON");
            for (var seed = 1; seed <= 2; seed++)
            {
                if (typeof(T) == typeof(WorldState))
                    _ = session.Rows.DeleteWhere<WorldState>("id = ?", WorldState.OnlyId);
                var row = (T)Sample(typeof(T), seed);
                session.Rows.Insert(row);
                var byEf = session.Db.Set<T>().AsEnumerable().Single(candidate => IsSame(row, candidate));
                var byStatement = session.Rows.All<T>().Single(candidate => IsSame(row, candidate));
                Describe(byEf).ShouldBe(Describe(row));
                Describe(byStatement).ShouldBe(Describe(row));
            }

            session.Discard();
            return true;
        },
        TestContext.Current.CancellationToken);

    private static bool IsSame(object a, object b)
    {
        var key = Model().FindEntityType(a.GetType())!.FindPrimaryKey()!.Properties;
        return key.All(property => Equals(property.PropertyInfo!.GetValue(a), property.PropertyInfo.GetValue(b)));
    }

    private static string Describe(object row) => string.Join("\n", Model().FindEntityType(row.GetType())!.GetProperties()
        .Select(property => $"{property.Name}: {Text(property.PropertyInfo!.GetValue(row))}"));

    private static string Text(object? value) => value switch
    {
        byte[] bytes => Convert.ToHexString(bytes),
        DateTimeOffset instant => instant.ToString("O"),
        _ => $"{value}",
    };

    /// <summary>A row with a value in every column; with another seed, another one, in which what may be null is null.</summary>
    private static object Sample(Type type, int seed)
    {
        var row = Activator.CreateInstance(type)!;
        foreach (var property in Model().FindEntityType(type)!.GetProperties())
        {
            var isNull = seed == 2 && property.IsNullable && property.Name != nameof(Difference.AssigneeId);
            if (property.ValueGenerated == Microsoft.EntityFrameworkCore.Metadata.ValueGenerated.Never || !property.IsPrimaryKey())
                property.PropertyInfo!.SetValue(row, isNull ? null : Value(Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType, property.Name, seed));
        }

        if (row is WorldState state)
            state.Id = WorldState.OnlyId;
        return row;
    }

    private static object Value(Type type, string name, int seed) => type switch
    {
        _ when type == typeof(Guid) => new Guid(seed, (short)name.Length, 0x1234, [(byte)name[0], (byte)name[^1], 3, 4, 5, 6, 7, 8]),
        _ when type == typeof(string) => seed == 1 ? $"{name} – “Ünïcode” 😀" : "",
        _ when type == typeof(int) => seed + name.Length,
        _ when type == typeof(long) => (seed + name.Length) * 5_000_000_000L,
        _ when type == typeof(double) => seed + 0.25,
        _ when type == typeof(bool) => seed == 1,
        _ when type == typeof(byte[]) => seed == 1 ? new byte[] { 0, 1, 255 } : [],
        _ when type == typeof(DateOnly) => new DateOnly(2024, 2, 27 + seed),
        _ when type == typeof(DateTimeOffset) => DateTimeOffset.UnixEpoch.AddTicks((1_700_000_000_000_000 + seed) * TimeSpan.TicksPerMicrosecond),
        { IsEnum: true } => Enum.GetValues(type).GetValue(seed == 1 ? Enum.GetValues(type).Length - 1 : 0)!,
        _ => throw new NotSupportedException(type.Name),
    };

    private static Microsoft.EntityFrameworkCore.Metadata.IModel Model()
    {
        using var db = new EmulatorDbContext(new DbContextOptionsBuilder<EmulatorDbContext>().UseSqlite("Data Source=:memory:").Options);
        return db.Model;
    }

    private sealed class CarrierSetup : ISetup<CarrierSetup>
    {
        public static IReadOnlyList<Type> Sources { get; } = [typeof(NoyoEmulator.Carriers.Carrier)];

        public required int Count { get; init; }

        public static CarrierSetup Load(RowStore rows) => new() { Count = rows.All<NoyoEmulator.Carriers.Carrier>().Count };
    }
}
