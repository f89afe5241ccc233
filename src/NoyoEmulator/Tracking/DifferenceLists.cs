using System.Runtime.InteropServices;
using System.Text.Json;
using NoyoEmulator.Http.Json;
using NoyoEmulator.Http.Lists;
using NoyoEmulator.Persistence;
using NoyoEmulator.Simulation;

namespace NoyoEmulator.Tracking;

/// <summary>
/// Reads pages of differences. How long that takes depends on the kinds that match and on the place of the page, not on how many
/// differences there are. An order by an attribute with many values, and a filter by object, need an index that not every world
/// has, so that writers do not pay for what nobody asks: the first request that would look at many differences without it makes it.
/// </summary>
internal static class DifferenceLists
{
    /// <summary>So many differences are sorted as fast as they are found in order.</summary>
    public const int FewRows = 250;

    private static readonly LateIndex ByObject = new("differences_by_object", "CREATE INDEX differences_by_object ON differences (object_id);");

    private static readonly string TotalOfAll = new DifferenceFilter().Total();

    /// <summary>One page as JSON: in Noyo's envelope, or as a bare array of differences with their sources.</summary>
    public static async Task<JsonAnswer> ReadAsync(World world, DifferenceListQuery query, bool asArray, DifferenceForm form, CancellationToken cancellationToken)
    {
        LateIndex missingIndex;
        using (var reader = world.OpenSqlReader())
        {
            reader.Pin();
            var plan = PlanFor(reader, query);
            if (plan.MissingIndex is null)
                return Read(reader, query, plan.Statement, asArray, form);
            missingIndex = plan.MissingIndex;
        }

        // Where it cannot be made, the page is slow, and right.
        await world.TryCreateAsync([missingIndex], cancellationToken);
        using (var reader = world.OpenSqlReader())
        {
            reader.Pin();
            return Read(reader, query, PlanFor(reader, query).Statement, asArray, form);
        }
    }

    /// <summary>How a page is read, with the indexes that are there.</summary>
    internal static ListPlan PlanFor(SqlReader reader, DifferenceListQuery query)
    {
        var (filter, sort) = (query.Filter, query.Sort);
        if (filter.NamesFew)
        {
            var isMissing = filter.NamesObjectOnly && reader.Count(TotalOfAll, SqlValues.None) > FewRows && !ByObject.IsIn(reader);
            return new ListPlan(DifferenceStatements.Sorted(filter, sort), isMissing ? ByObject : null);
        }

        if (sort.Role != SortRole.Key)
        {
            return new ListPlan(filter.IsEverything && sort.Role == SortRole.Creation
                ? DifferenceStatements.Everything(sort)
                : DifferenceStatements.Merged(filter, sort));
        }

        if (filter.IsBounded || reader.Count(filter.Total(), filter.Values) <= FewRows)
            return new ListPlan(DifferenceStatements.Sorted(filter, sort));
        return sort.KeyIndex.IsIn(reader)
            ? new ListPlan(DifferenceStatements.Merged(filter, sort))
            : new ListPlan(DifferenceStatements.Sorted(filter, sort), sort.KeyIndex);
    }

    private static JsonAnswer Read(SqlReader reader, DifferenceListQuery query, string statement, bool asArray, DifferenceForm form)
    {
        var answer = new JsonAnswer();
        using var writer = answer.NewWriter();
        if (!asArray)
            WriteMeta(writer, query.Page, reader.Count(query.Filter.Total(), query.Filter.Values));
        using var rows = reader.Query(statement, query.Filter.Values);
        writer.WriteStartArray();
        while (rows.Next())
        {
            writer.WriteStartObject();
            DifferenceWriter.Write(writer, rows, form);
            if (asArray)
                DifferenceWriter.WriteSources(writer, reader, rows.Id(0));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (!asArray)
            writer.WriteEndObject();
        writer.Flush();
        return answer;
    }

    private static void WriteMeta(Utf8JsonWriter writer, PageRequest page, long total)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("meta"u8);
        JsonSerializer.Serialize(writer, Meta.For(page, (int)total), WireJson.TypeInfo<Meta>());
        writer.WritePropertyName("response"u8);
    }
}

/// <summary>How a page is read.</summary>
/// <param name="Statement">The statement that reads it.</param>
/// <param name="MissingIndex">An index with which there would be a better one.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ListPlan(string Statement, LateIndex? MissingIndex = null);
