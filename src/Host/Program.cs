using ImagingGateway.Host;
using ImagingGateway.Host.Commands;

NativeHeap.KeepSmall();
return await GatewayCommand.Build().Parse(args).InvokeAsync();
