using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace NoyoEmulator.Tests.Architecture;

/// <summary>One namespace knows of another: a type of the one names a type of the other.</summary>
/// <param name="From">The namespace that knows, without the name of the emulator.</param>
/// <param name="To">The namespace that is known.</param>
/// <param name="Because">The two types.</param>
internal sealed record NamespaceReference(string From, string To, string Because);

/// <summary>
/// Reads from a compiled assembly which of its namespaces know of which others: by inheritance, in signatures, fields, attributes and
/// in the bodies of methods. What the compiler generates counts for the type that it was generated for.
/// </summary>
internal sealed class NamespaceReferences
{
    private const string Root = "NoyoEmulator.";
    private const byte TwoByteOpCode = 0xFE;

    private static readonly Dictionary<int, OperandType> Operands = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value & 0xFFFF, code => code.OperandType);

    private readonly PEReader _assembly;
    private readonly MetadataReader _metadata;
    private readonly HashSet<TypeDefinitionHandle> _named = [];
    private readonly NamedTypes _types;

    private NamespaceReferences(PEReader assembly)
    {
        _assembly = assembly;
        _metadata = assembly.GetMetadataReader();
        _types = new NamedTypes(_named);
    }

    public static IReadOnlyList<NamespaceReference> Of(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        return new NamespaceReferences(file).Read();
    }

    private List<NamespaceReference> Read()
    {
        var found = new Dictionary<(string, string), NamespaceReference>();
        foreach (var handle in _metadata.TypeDefinitions)
        {
            var (from, type) = PlaceOf(handle);
            if (from is null)
                continue;
            _named.Clear();
            ReadType(_metadata.GetTypeDefinition(handle));
            foreach (var (to, other) in _named.Select(PlaceOf))
            {
                if (to is not null && to != from)
                    _ = found.TryAdd((type + from, other + to), new NamespaceReference(from, to, $"{type} names {other}"));
            }
        }

        return [.. found.Values];
    }

    /// <summary>The namespace and the outermost type that a type is in; no namespace for what is not the emulator's own.</summary>
    private (string? Namespace, string Type) PlaceOf(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        while (type.IsNested)
            type = _metadata.GetTypeDefinition(type.GetDeclaringType());
        var space = _metadata.GetString(type.Namespace);
        return (space.StartsWith(Root, StringComparison.Ordinal) ? space[Root.Length..] : null, _metadata.GetString(type.Name));
    }

    private void ReadType(TypeDefinition type)
    {
        Name(type.BaseType);
        foreach (var implementation in type.GetInterfaceImplementations())
            Name(_metadata.GetInterfaceImplementation(implementation).Interface);
        ReadConstraints(type.GetGenericParameters());
        ReadAttributes(type.GetCustomAttributes());
        foreach (var field in type.GetFields().Select(_metadata.GetFieldDefinition))
        {
            _ = field.DecodeSignature(_types, default);
            ReadAttributes(field.GetCustomAttributes());
        }

        foreach (var property in type.GetProperties())
            ReadAttributes(_metadata.GetPropertyDefinition(property).GetCustomAttributes());
        foreach (var method in type.GetMethods().Select(_metadata.GetMethodDefinition))
            ReadMethod(method);
    }

    private void ReadMethod(MethodDefinition method)
    {
        _ = method.DecodeSignature(_types, default);
        ReadConstraints(method.GetGenericParameters());
        ReadAttributes(method.GetCustomAttributes());
        foreach (var parameter in method.GetParameters())
            ReadAttributes(_metadata.GetParameter(parameter).GetCustomAttributes());
        if (method.RelativeVirtualAddress == 0)
            return;
        var body = _assembly.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
            _ = _metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(_types, default);
        foreach (var region in body.ExceptionRegions)
            Name(region.CatchType);
        ReadInstructions(body.GetILReader());
    }

    private void ReadInstructions(BlobReader code)
    {
        while (code.RemainingBytes > 0)
        {
            int opCode = code.ReadByte();
            if (opCode == TwoByteOpCode)
                opCode = (opCode << 8) | code.ReadByte();
            switch (Operands[opCode])
            {
                case OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok:
                    Name((EntityHandle)MetadataTokens.Handle(code.ReadInt32()));
                    break;
                case OperandType.InlineSwitch:
                    var targets = code.ReadInt32();
                    code.Offset += targets * sizeof(int);
                    break;
                case OperandType.InlineNone:
                    break;
                case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar:
                    code.Offset += sizeof(byte);
                    break;
                case OperandType.InlineVar:
                    code.Offset += sizeof(short);
                    break;
                case OperandType.InlineI8 or OperandType.InlineR:
                    code.Offset += sizeof(long);
                    break;
                default:
                    code.Offset += sizeof(int);
                    break;
            }
        }
    }

    private void ReadConstraints(GenericParameterHandleCollection parameters)
    {
        foreach (var constraint in parameters.SelectMany(parameter => _metadata.GetGenericParameter(parameter).GetConstraints()))
            Name(_metadata.GetGenericParameterConstraint(constraint).Type);
    }

    private void ReadAttributes(CustomAttributeHandleCollection attributes)
    {
        foreach (var attribute in attributes)
            Name(_metadata.GetCustomAttribute(attribute).Constructor);
    }

    private void Name(EntityHandle entity)
    {
        if (entity.IsNil)
            return;
        switch (entity.Kind)
        {
            case HandleKind.TypeDefinition:
                _ = _named.Add((TypeDefinitionHandle)entity);
                break;
            case HandleKind.TypeSpecification:
                _ = _metadata.GetTypeSpecification((TypeSpecificationHandle)entity).DecodeSignature(_types, default);
                break;
            case HandleKind.MethodDefinition:
                var method = _metadata.GetMethodDefinition((MethodDefinitionHandle)entity);
                Name(method.GetDeclaringType());
                _ = method.DecodeSignature(_types, default);
                break;
            case HandleKind.FieldDefinition:
                var field = _metadata.GetFieldDefinition((FieldDefinitionHandle)entity);
                Name(field.GetDeclaringType());
                _ = field.DecodeSignature(_types, default);
                break;
            case HandleKind.MethodSpecification:
                var made = _metadata.GetMethodSpecification((MethodSpecificationHandle)entity);
                Name(made.Method);
                _ = made.DecodeSignature(_types, default);
                break;
            case HandleKind.MemberReference:
                var member = _metadata.GetMemberReference((MemberReferenceHandle)entity);
                Name(member.Parent);
                if (member.GetKind() == MemberReferenceKind.Method)
                    _ = member.DecodeMethodSignature(_types, default);
                else
                    _ = member.DecodeFieldSignature(_types, default);
                break;
        }
    }

    /// <summary>Collects the types that a signature names; what they are put together to does not matter.</summary>
    private sealed class NamedTypes(HashSet<TypeDefinitionHandle> named) : ISignatureTypeProvider<ValueTuple, ValueTuple>
    {
        public ValueTuple GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
        {
            _ = named.Add(handle);
            return default;
        }

        public ValueTuple GetTypeFromSpecification(
            MetadataReader reader, ValueTuple genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

        public ValueTuple GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => default;

        public ValueTuple GetArrayType(ValueTuple elementType, ArrayShape shape) => default;

        public ValueTuple GetByReferenceType(ValueTuple elementType) => default;

        public ValueTuple GetFunctionPointerType(MethodSignature<ValueTuple> signature) => default;

        public ValueTuple GetGenericInstantiation(ValueTuple genericType, ImmutableArray<ValueTuple> typeArguments) => default;

        public ValueTuple GetGenericMethodParameter(ValueTuple genericContext, int index) => default;

        public ValueTuple GetGenericTypeParameter(ValueTuple genericContext, int index) => default;

        public ValueTuple GetModifiedType(ValueTuple modifier, ValueTuple unmodifiedType, bool isRequired) => default;

        public ValueTuple GetPinnedType(ValueTuple elementType) => default;

        public ValueTuple GetPointerType(ValueTuple elementType) => default;

        public ValueTuple GetPrimitiveType(PrimitiveTypeCode typeCode) => default;

        public ValueTuple GetSZArrayType(ValueTuple elementType) => default;
    }
}
