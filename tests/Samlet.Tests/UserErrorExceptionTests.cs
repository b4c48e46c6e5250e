namespace Samlet.Tests;

public sealed class UserErrorExceptionTests
{
    [Fact]
    public void A_user_error_ends_with_exit_code_1_unless_it_says_otherwise() =>
        Assert.Equal(ExitCode.UserError, new UserErrorException("no template").ExitCode);
}
