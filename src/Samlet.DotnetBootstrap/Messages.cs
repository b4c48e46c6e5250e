namespace Samlet.DotnetBootstrap;

/// <summary>What the service's client says of handlers that it refuses, word for word.</summary>
internal static class Messages
{
    public const string EmptyHandler = "Empty lambda function handler. " + ValidFormat;

    private const string ValidFormat = "The valid format is 'ASSEMBLY::TYPE::METHOD'.";
    private const string SerializerAttribute = "Amazon.Lambda.Core.LambdaSerializerAttribute";

    public static string InvalidHandler(string handler) =>
        $"Invalid lambda function handler: '{handler}'. {ValidFormat}";

    public static string MissingPart(string handler, string part) =>
        $"Invalid lambda function handler: '{handler}', the {part} is missing. {ValidFormat}";

    public static string NoAssembly(string? file) =>
        $"Could not find the specified handler assembly with the file name '{file}'. "
        + "The assembly should be located in the root of your uploaded .zip file.";

    public static string UnloadableAssembly(HandlerName handler) => $"Unable to load assembly '{handler.Assembly}'.";

    public static string NoType(HandlerName handler) =>
        $"Unable to load type '{handler.Type}' from assembly '{handler.Assembly}'.";

    public static string NoMethod(HandlerName handler) =>
        $"Unable to find method '{handler.Method}' in type '{handler.Type}' from assembly '{handler.Assembly}': "
        + $"Found no methods matching method name '{handler.Method}'.";

    public static string Overloads(HandlerName handler, Type type, string candidates) =>
        $"The method '{handler.Method}' in type '{type.FullName}' appears to have a number of overloads. "
        + $"To call this method please specify a complete method signature. Possible candidates are:\n{candidates}.";

    public static string AbstractMethod(object method) => Unusable(
        method,
        "it is an abstract method. Handler methods cannot be abstract. Please specify a non-abstract handler method.");

    public static string GenericMethod(object method) => Unusable(
        method,
        "it is a generic method. Handler methods cannot be generic. Please specify a non-generic handler method.");

    public static string AsyncVoid(object method) => Unusable(
        method,
        "it is an 'async void' method. Handler methods cannot be 'async void'. Please specify a method that is not 'async void'.");

    public static string ParamsMethod(object method) => Unusable(
        method, "it is a 'params' method. Please specify a method that does not use 'params'.");

    public static string VarargMethod(object method) => Unusable(
        method, "it is a 'vararg (variable arguments)' method. Please specify a method that is not 'vararg'.");

    public static string GenericType(Type type) =>
        $"The type '{type.FullName}' cannot be used as a Lambda Handler type because it is generic. "
        + "Handler methods cannot be located in generic types. Please specify a handler method in a non-generic type.";

    public static string AbstractType(object method, Type type) =>
        $"The instance method '{method}' cannot be used as a Lambda Handler because its type '{type.FullName}' is abstract. "
        + "Please either use a static handler or specify a type that is not abstract.";

    public static string NeitherClassNorStruct(Type type) =>
        $"The type '{type.FullName}' cannot be used as a handler type since it is not a class or a struct. "
        + "Please specify a handler method on a class or struct.";

    public static string TooManyParameters(string method, HandlerName handler) =>
        $"Method '{method}' of type '{handler.Type}' is not supported: the method has more than 2 parameters.";

    public static string SecondIsNoContext(string method, HandlerName handler) =>
        $"Method '{method}' of type '{handler.Type}' is not supported: the method has 2 parameters, "
        + "but the second parameter is not of type 'Amazon.Lambda.Core.ILambdaContext'.";

    public static string NoDeserializer(HandlerName handler, Type type) =>
        NoSerializer(handler, $"deserialize input data of type '{type.FullName}'");

    public static string NoSerializer(HandlerName handler, Type type) =>
        NoSerializer(handler, $"serialize output data of type '{type.FullName}'");

    public static string NoSerializerType(Type attribute) =>
        $"The '{attribute.FullName}' class is invalid: no 'SerializerType' property detected.";

    public static string SerializerTypeIsNoType(Type attribute) =>
        $"The '{attribute.FullName}' class is invalid: 'SerializerType' property cannot be converted to type 'System.Type'.";

    public static string SerializerTypeNotSet(Type attribute) =>
        $"The 'SerializerType' property on attribute class '{attribute.FullName}' is not set.";

    public static string NoSerializerConstructor(Type serializer) =>
        $"The indicated serializer '{serializer.FullName}' does not define a public zero-parameter constructor.";

    public static string NoSerializerInterface(Type serializer) =>
        $"The '{serializer.FullName}' class is invalid: it does not implement the 'ILambdaSerializer' interface.";

    private static string NoSerializer(HandlerName handler, string purpose) =>
        $"Could not find the LambdaSerializerAttribute on the assembly '{handler.Assembly}' or method '{handler.Method}' "
        + $"while attempting to {purpose}. To use types other than System.IO.Stream as input/output parameters, "
        + $"the assembly or Lambda function should be annotated with {SerializerAttribute}.";

    private static string Unusable(object method, string why) =>
        $"The method '{method}' cannot be used as a Lambda Handler because {why}";
}
