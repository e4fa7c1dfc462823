// Tells the design system's styles, before the page is drawn, that its scripts will run.
document.body.className += ' js-enabled' + ('noModule' in HTMLScriptElement.prototype ? ' govuk-frontend-supported' : '')
