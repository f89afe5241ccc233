using System.Collections;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using NoyoEmulator.Http;
using NoyoEmulator.Tests.Infrastructure;
using NoyoEmulator.Tests.OpenApi;

namespace NoyoEmulator.Tests.Http;

/// <summary>Operations have the parameters that they say they have: one that is not declared would be refused though it works.</summary>
public sealed class DeclaredParameterTests
{
    // Read by the list of all, which lists within something share; there, Noyo declares fewer, and nobody can give the others.
    private static readonly Dictionary<string, string[]> OfTheListOfAll = new(StringComparer.Ordinal)
    {
        ["getMemberSnapshotsForGroupList"] = ["group_id"],
        ["getMemberSnapshotsForEmployeeList"] =
            ["employee_id", "group_id", "id", "status", "fulfillment_summary_carrier_id", "fulfillment_summary_status"],
        ["getOrganizationMemberRequestList"] = ["first_name", "last_name", "group_id", "sort_by", "sort_direction"],
        ["getEmployeeMemberRequestList"] = ["employee_id", "status", "request_type", "first_name", "last_name", "group_id", "sort_by", "sort_direction"],
        ["uiGetMemberRequestList"] = ["employee_id", "request_type"],
        ["uiGetGroupMemberRequestList"] = ["employee_id", "request_type", "group_id"],
        ["uiGetEmployeeMemberRequestList"] = ["employee_id", "request_type", "group_id", "sort_by", "sort_direction"],
        ["getMemberTransactionsByMemberRequestList"] = ["ui_body"],
        ["getEmployeeDifferenceList"] = ["group_id", "id"],
        ["getGroupEmployeeList"] = ["person_id", "group_id"],
        ["uiGetEmployeeList"] = ["person_id"],
        ["uiGetGroupEmployeeList"] = ["person_id", "group_id", "name"],
        ["getGroupDifferenceList"] = ["group_id", "id"],
        ["getMemberTransactionDifferenceList"] = ["group_id", "id"],
        ["getDifferenceCounts"] = ["id", "page_size", "offset"],
    };

    [Theory]
    [InlineData("fulfillment")]
    [InlineData("tracking")]
    [InlineData("carrier")]
    [InlineData("control")]
    public async Task An_operation_reads_what_it_declares_and_nothing_else(string document)
    {
        var reads = new Reads();
        await using var app = EmulatorApp.With(services => services.AddSingleton<IStartupFilter>(reads));
        using var client = app.AnonymousClient();
        var operations = (await DocumentPage.OpenAsync(app, document)).Operations;

        foreach (var operation in operations)
        {
            using var request = await operation.ToRequestAsync(client, operation.Examples[0]);
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

            var declared = operation.Parameters
                .Where(parameter => (string?)parameter["in"] == "query" && (string?)parameter["description"] != "Refused: not supported.")
                .Select(parameter => (string)parameter["name"]!);
            reads.Of(operation.Id).Except(OfTheListOfAll.GetValueOrDefault(operation.Id, [])).Order(StringComparer.Ordinal)
                .ShouldBe(declared.Order(StringComparer.Ordinal), operation.Id);
        }

        operations.Count.ShouldBeGreaterThan(document == "carrier" ? 2 : 10);
    }

    /// <summary>Notes which parameters the handlers of operations look for.</summary>
    private sealed class Reads : IStartupFilter
    {
        private readonly ConcurrentDictionary<(string Operation, string Name), bool> _names = new();

        public IEnumerable<string> Of(string operation) => _names.Keys.Where(key => key.Operation == operation).Select(key => key.Name);

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            _ = app.Use((context, following) =>
            {
                context.Features.Set<IQueryFeature>(new QueryFeature(new WatchedQuery(context.Request.Query, name =>
                {
                    if (context.GetEndpoint() is { } endpoint && EndpointDescription.OperationIdOf(endpoint.Metadata) is { } operation)
                        _names[(operation, name)] = true;
                })));
                return following(context);
            });
            next(app);
        };
    }

    private sealed class WatchedQuery(IQueryCollection query, Action<string> onRead) : IQueryCollection
    {
        public int Count => query.Count;

        public ICollection<string> Keys => query.Keys;

        public StringValues this[string key] => TryGetValue(key, out var value) ? value : StringValues.Empty;

        public bool ContainsKey(string key) => TryGetValue(key, out _);

        public bool TryGetValue(string key, out StringValues value)
        {
            onRead(key);
            return query.TryGetValue(key, out value);
        }

        public IEnumerator<KeyValuePair<string, StringValues>> GetEnumerator() => query.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
