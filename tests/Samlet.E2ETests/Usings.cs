global using Samlet.E2ETests.Support;
global using Xunit;
