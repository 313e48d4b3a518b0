using ChatWeb.Messages.Attachments.S3;

namespace ChatWeb.Tests.Messages.Attachments.S3;

public sealed class S3OptionsTests
{
    [Theory]
    [InlineData("Bucket", "No Such")]
    [InlineData("ServiceUrl", "s3.example.org")]
    [InlineData("ServiceUrl", "ftp://s3.example.org")]
    [InlineData("ServiceUrl", "https://s3.example.org/attachments")]
    [InlineData("ServiceUrl", "https://key:secret-word@s3.example.org")]
    [InlineData("Region", "here and there")]
    [InlineData("AccessKey", "")]
    [InlineData("SecretKey", "")]
    [InlineData("Prefix", "/chat")]
    [InlineData("Prefix", "chat//web")]
    [InlineData("TimeoutSeconds", "0")]
    public void A_wrong_setting_is_named_and_no_secret_told(string name, string value)
    {
        var problem = Assert.Single(With((name, value)).Problems());

        Assert.StartsWith($"Chat:Attachments:S3:{name} must ", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-word", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ServiceUrl", "http://10.0.0.9:9000/")]
    [InlineData("ServiceUrl", null)]
    [InlineData("Prefix", "chat/web/")]
    [InlineData("Bucket", "my.attachments-1")]
    public void Right_settings_are_taken(string name, string? value) => Assert.Empty(With((name, value)).Problems());

    [Theory]
    [InlineData("AccessKey")]
    [InlineData("SecretKey")]
    [InlineData("ServiceUrl")]
    public void Settings_without_a_bucket_are_a_mistake(string name)
    {
        var options = new S3Options();
        Assert.Empty(options.Problems());
        typeof(S3Options).GetProperty(name)!.SetValue(options, "https://s3.example.org");

        Assert.StartsWith("Chat:Attachments:S3:Bucket must ", Assert.Single(options.Problems()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("chat", "chat/")]
    [InlineData("chat/web/", "chat/web/")]
    public void A_prefix_is_a_folder(string prefix, string expected) => Assert.Equal(expected, With(("Prefix", prefix)).KeyPrefix);

    private static S3Options With((string Name, string? Value) setting)
    {
        var options = new S3Options { ServiceUrl = "https://s3.example.org", Bucket = "attachments", AccessKey = "key", SecretKey = "secret-word" };
        var property = typeof(S3Options).GetProperty(setting.Name)!;
        property.SetValue(options, setting.Value is null ? null : Convert.ChangeType(setting.Value, property.PropertyType, null));
        return options;
    }
}
