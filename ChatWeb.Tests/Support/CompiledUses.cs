using System.Reflection;
using System.Reflection.Emit;

namespace ChatWeb.Tests.Support;

/// <summary>What compiled code uses: whatever a variable is called and however a query is written, it ends up here.</summary>
internal static class CompiledUses
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private const byte TwoBytes = 0xFE;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    /// <summary>The members and types that a type's code, fields and signatures name, those of its nested types too.</summary>
    public static IEnumerable<MemberInfo> Of(Type type) => Named(type).SelectMany(WithArguments);

    /// <summary>The methods of a type, and of those nested in it, that name such a member in their own code.</summary>
    public static IEnumerable<MethodBase> MethodsThatUse(Type type, Func<MemberInfo, bool> isMeant) =>
        type.GetMembers(Everything).OfType<MethodBase>()
            .Where(method => InBody(method).Any(isMeant))
            .Concat(type.GetNestedTypes(Everything).SelectMany(nested => MethodsThatUse(nested, isMeant)));

    /// <summary>A generic type or method and everything that it is made of.</summary>
    private static IEnumerable<MemberInfo> WithArguments(MemberInfo used)
    {
        yield return used;
        var arguments = used switch
        {
            Type { HasElementType: true } type => [type.GetElementType()!],
            Type type => type.GetGenericArguments(),
            MethodInfo { IsGenericMethod: true } method => [.. method.GetGenericArguments(), .. method.DeclaringType!.GetGenericArguments()],
            _ => used.DeclaringType?.GetGenericArguments() ?? [],
        };
        foreach (var argument in arguments.Where(argument => !argument.IsGenericParameter).SelectMany(WithArguments))
        {
            yield return argument;
        }
    }

    private static IEnumerable<MemberInfo> Named(Type type)
    {
        foreach (var field in type.GetFields(Everything))
        {
            yield return field.FieldType;
        }

        foreach (var method in type.GetMembers(Everything).OfType<MethodBase>())
        {
            foreach (var parameter in method.GetParameters())
            {
                yield return parameter.ParameterType;
            }

            foreach (var used in InBody(method))
            {
                yield return used;
            }
        }

        foreach (var used in type.GetNestedTypes(Everything).SelectMany(Named))
        {
            yield return used;
        }
    }

    private static IEnumerable<MemberInfo> InBody(MethodBase method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        var typeArguments = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var at = 0; at < code.Length;)
        {
            var opCode = Codes[code[at] == TwoBytes ? (short)((TwoBytes << 8) | code[at + 1]) : code[at]];
            at += opCode.Size;
            if (opCode.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
            {
                yield return method.Module.ResolveMember(BitConverter.ToInt32(code, at), typeArguments, methodArguments)!;
            }

            at += OperandSize(opCode.OperandType, code, at);
        }
    }

    /// <summary>ECMA-335, partition VI, C.2.</summary>
    private static int OperandSize(OperandType operand, byte[] code, int at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
        _ => 4,
    };
}
