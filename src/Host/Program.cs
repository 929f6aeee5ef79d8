using ImagingGateway.Host.Commands;

return await GatewayCommand.Build().Parse(args).InvokeAsync();
