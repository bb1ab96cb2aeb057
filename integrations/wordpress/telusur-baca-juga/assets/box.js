/* The classic editor's box: ask, look, insert. */
( ( words ) => {
	'use strict';
	const box = document.getElementById( 'telusur-baca-juga' );
	const make = ( tag, props = {}, ...children ) => {
		const made = Object.assign( document.createElement( tag ), props );
		made.append( ...children );
		return made;
	};

	const draft = () => {
		const visual = window.tinymce?.get( 'content' );
		return {
			post: Number( box.dataset.post ),
			title: document.getElementById( 'title' )?.value ?? '',
			content: visual && ! visual.isHidden() ? visual.getContent() : document.getElementById( 'content' ).value,
		};
	};

	const item = ( suggestion ) => {
		const button = make( 'button', { type: 'button', className: 'button', textContent: words.insert } );
		button.setAttribute( 'aria-label', `${ words.insert }: ${ suggestion.title }` );
		button.addEventListener( 'click', () => {
			window.send_to_editor( `<p class="baca-juga">${ words.line( suggestion ) }</p>` );
			button.textContent = words.inserted;
			button.disabled = true;
		} );
		const reasons = [ suggestion.kind, suggestion.date, suggestion.reasons ].filter( Boolean ).join( ' · ' );
		const link = make( 'a', { href: suggestion.url, target: '_blank', rel: 'noopener', textContent: suggestion.title } );
		return make( 'li', {}, link, make( 'p', { textContent: reasons } ), button );
	};

	const find = make( 'button', { type: 'button', className: 'button button-primary', textContent: words.find } );
	const news = make( 'p', { role: 'status' } );
	const list = make( 'ol' );
	find.addEventListener( 'click', async () => {
		find.disabled = true;
		find.textContent = words.searching;
		const { problem, suggestions = [] } = await words.ask( draft() );
		find.disabled = false;
		find.textContent = words.find;
		news.textContent = problem ?? ( suggestions.length ? words.found.replace( '%d', suggestions.length ) : words.none );
		list.replaceChildren( ...suggestions.map( item ) );
	} );
	box.classList.add( 'telusur-baca-juga' );
	box.append( find, news, list );
} )( window.telusurBacaJuga );
