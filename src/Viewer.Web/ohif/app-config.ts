// Settings of the packaged viewer. It reads window.config when its own bundle starts.

interface ReactLike {
  createElement(type: string, props: Record<string, unknown>, ...children: unknown[]): unknown;
}

// below a study link everything is asked of the link, which gives out its own studies and nothing else
const link = /^\/l\/[^/]+/.exec(location.pathname)?.[0];
const root = link ?? '';
const dicomWebRoot = `${location.origin}${root}/dicom-web`;
const backPath = link ?? '/studies';
const signInPath = '/sign-in';

const language = chosenLanguage();
document.documentElement.lang = language;
document.cookie = `i18next=${language}; path=${root}/ohif; SameSite=Lax`; // where the viewer's own detection looks

Object.assign(window, {
  PUBLIC_URL: '/ohif/',
  config: {
    routerBasename: `${root}/ohif`,
    extensions: [],
    modes: [],
    customizationService: [{ 'ohif.tours': { $set: [] } }],
    // The list of studies is the gateway's own page; without a list the viewer shows no arrow that leads to it.
    showStudyList: false,
    // Whose images these are must always be in sight.
    showPatientInfo: 'visible',
    investigationalUseDialog: { option: 'never' },
    showWarningMessageForCrossOrigin: false,
    showCPUFallbackMessage: false,
    showErrorDetails: 'dev',
    showLoadingIndicator: true,
    strictZSpacingForVolumeViewport: true,
    maxNumberOfWebWorkers: 3,
    // A slow line: what the reader looks at must not queue behind what he may look at later.
    maxNumRequests: { interaction: 6, thumbnail: 3, prefetch: 4 },
    defaultDataSourceName: 'gateway',
    dataSources: [{
      namespace: '@ohif/extension-default.dataSourcesModule.dicomweb',
      sourceName: 'gateway',
      configuration: {
        friendlyName: 'Imaging Gateway',
        name: 'gateway',
        qidoRoot: dicomWebRoot,
        wadoRoot: dicomWebRoot,
        wadoUriRoot: dicomWebRoot,
        qidoSupportsIncludeField: true,
        supportsFuzzyMatching: false,
        supportsWildcard: true,
        supportsReject: false,
        supportsStow: !link,
        enableStudyLazyLoad: true,
        imageRendering: 'wadors',
        // Small pictures made by the server; the default would fetch whole frames for them.
        thumbnailRendering: 'thumbnail',
        thumbnailRequestStrategy: 'fetch',
        singlepart: 'video,pdf',
        bulkDataURI: { enabled: true, relativeResolution: 'studies' },
        omitQuotationForMultipartRequest: true,
      },
    }],
    httpErrorHandler: (error: { status?: number }) => {
      if (link && [401, 403, 410].includes(error.status ?? 0)) // withdrawn, expired, or its PIN is asked for again: the link's page says which
        location.assign(link);
      else if (error.status === 401) // the session ended: sign in again and come back to the same images
        location.assign(`${signInPath}?return=${encodeURIComponent(location.pathname + location.search)}`);
    },
    whiteLabeling: {
      createLogoComponentFn: (react: ReactLike) => react.createElement(
        'a',
        { href: backPath, style: { color: '#fff', fontWeight: 600, fontSize: '15px', padding: '0 12px', whiteSpace: 'nowrap' } },
        link ? (language === 'vi' ? '‹ Quay lại' : '‹ Back') : language === 'vi' ? '‹ Danh sách ca chụp' : '‹ Studies',
      ),
    },
  },
});

/** `?lng=` first, as the viewer itself has it; then the cookie the server sets with the page. */
function chosenLanguage(): 'vi' | 'en' {
  const asked = new URLSearchParams(location.search).get('lng');
  const kept = /(?:^|; )i18next=(vi|en)/.exec(document.cookie)?.[1];
  return (asked ?? kept) === 'en' ? 'en' : 'vi';
}
